import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
let restore: () => Promise<void>;
beforeAll(async () => {
  box = await createSandbox();
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n  wide-river: "*"\n');
  expect((await box.run(["install"])).code).toBe(0);
  await box.world.publish([
    {
      name: "chatty-mod",
      summary: "its word is open-sesame",
      releases: [{ version: "1.0.0", dependencies: ["base"] }],
    },
  ]);
  restore = await box.keep();
});
afterAll(() => box.close());

describe("a result does not depend on the token", () => {
  const commands = [
    ["lock"],
    ["install"],
    ["list"],
    ["tree"],
    ["why", "wide-river"],
    ["info", "tall-masts"],
    ["verify"],
    ["outdated"],
    ["version"],
  ].flatMap((words) => [words, [...words, "--json"]]);
  test.each(commands.map((words) => [words.join(" "), words] as const))("%s", async (_, words) => {
    const output = async (token: string) => {
      await restore();
      const { code, stdout } = await box.run(words, { env: { FACTORIO_TOKEN: token } });
      return { code, stdout };
    };
    const usual = await output("0123456789abcdef0123456789abcd");
    for (const token of ["true", "mods", "name", "1.0.0", "tall-masts", "unchanged"]) {
      expect(await output(token)).toEqual(usual);
    }
  });

  test("while what was written for people, or by a mod's author, is redacted", async () => {
    const env = { FACTORIO_TOKEN: "open-sesame" };
    for (const words of [
      ["info", "chatty-mod"],
      ["search", "chatty"],
      ["why", "open-sesame"],
      ["info", "chatty-mod", "--json"],
      ["why", "open-sesame", "--json"],
    ]) {
      const { stdout, stderr } = await box.run(words, { env });
      expect(`${stdout}${stderr}`).toContain("[token]");
      expect(`${stdout}${stderr}`).not.toContain("open-sesame");
    }
  });
});
