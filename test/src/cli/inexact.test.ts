import { expect, test } from "vitest";
import { createSandbox } from "./sandbox.ts";
import type { WorldMod } from "./world.ts";

const MODS = 60;
const PARTNERS = 4;

/** Mods for 2.1 of which any two often exclude each other: which are the fewest to leave out is a hard question. */
function feuding(): WorldMod[] {
  let state = 7;
  const roll = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * MODS);
  };
  const names = Array.from({ length: MODS }, (_, at) => `feud-${String(at).padStart(2, "0")}`);
  return names.map((name) => {
    const others = Array.from({ length: PARTNERS }, () => names[roll()] as string).filter((other) => other !== name);
    return {
      name,
      releases: [
        { version: "1.0.0", dependencies: ["base"] },
        { version: "2.0.0", factorio: "2.1", dependencies: ["base", ...new Set(others.map((other) => `! ${other}`))] },
      ],
    };
  });
}

test("where the budget keeps the smallest set from being proved, that is said", { timeout: 120_000 }, async () => {
  const mods = feuding();
  const box = await createSandbox(mods);
  const asks = (line: string) => `factorio: "${line}"\nmods:\n${mods.map(({ name }) => `  ${name}: "*"\n`).join("")}`;

  await box.write("mods.yaml", asks("2.1"));
  const { code, stderr } = await box.run(["lock"]);
  expect(code).toBe(3);
  expect(stderr).toContain("Whether fewer changes would do was not found out within the step budget.");
  const [, removal = ""] = /^ {2}factorio-lock (remove .*)$/m.exec(stderr) ?? [];
  const failed = JSON.parse((await box.run(["lock", "--json"])).stdout);
  expect(failed.error).toMatchObject({ code: "NO_SOLUTION", exact: false });
  const removed = await box.run(removal.split(" "));
  expect(removed.code, removed.stderr).toBe(0);

  await box.write("mods.yaml", asks("2.0"));
  const moved = await box.run(["upgrade", "2.1", "--drop", "--no-install"]);
  expect(moved.code, moved.stderr).toBe(0);
  expect(moved.stderr).toContain("Whether more can was not found out within the step budget.");
  await box.close();
});
