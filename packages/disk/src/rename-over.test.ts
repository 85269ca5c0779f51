import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { renameOver, renameOverSync } from "./rename-over.ts";
import { syncFolder } from "./sync-folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "factorio-lock-rename-"));
  await writeFile(join(folder, "new"), "new");
  await writeFile(join(folder, "old"), "old");
});
afterEach(() => removeFolder(folder));

describe.each(["linux", "darwin", "win32"] as const)("on %s", (platform) => {
  test("a file takes the place of another, and the folder is synced where that can be done", async () => {
    await renameOver(join(folder, "new"), join(folder, "old"), platform);
    expect(await readFile(join(folder, "old"), "utf8")).toBe("new");
    await writeFile(join(folder, "new"), "newer");
    renameOverSync(join(folder, "new"), join(folder, "old"), platform);
    expect(await readFile(join(folder, "old"), "utf8")).toBe("newer");
    if (process.platform !== "win32") syncFolder(folder, platform);
    if (platform === "win32") syncFolder(join(folder, "not there"), platform);
    else expect(() => syncFolder(join(folder, "not there"), platform)).toThrow(/ENOENT/);
  });

  test("what no waiting mends is said at once", async () => {
    await expect(renameOver(join(folder, "gone"), join(folder, "old"), platform)).rejects.toThrow(/ENOENT/);
    expect(() => renameOverSync(join(folder, "gone"), join(folder, "old"), platform)).toThrow(/ENOENT/);
  });
});
