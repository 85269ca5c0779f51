import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createSandbox } from "../cli/sandbox.ts";

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../scripts/release/${path}`, import.meta.url)), "utf8");

test("a new manifest names its schema where each release publishes it, and is read with that line", async () => {
  const { address } = JSON.parse(read("repository.json")) as { address: string };
  const box = await createSandbox();
  try {
    expect((await box.spawn(["init"])).code).toBe(0);
    const [head] = (await box.read("mods.yaml"))?.split("\n") ?? [];
    expect(head).toBe(`# yaml-language-server: $schema=${address}/releases/latest/download/manifest.schema.json`);
    // The release makes each file by this pattern.
    expect(read("assets.mjs")).toContain("${name}.schema.json");
    expect((await box.spawn(["lock"])).code).toBe(0);
  } finally {
    await box.close();
  }
});
