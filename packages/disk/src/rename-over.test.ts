import { spawn, spawnSync } from "node:child_process";
import { chmod, mkdtemp, readFile, writeFile } from "node:fs/promises";
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

  test("an error that waiting cannot fix is reported at once", async () => {
    await expect(renameOver(join(folder, "gone"), join(folder, "old"), platform)).rejects.toThrow(/ENOENT/);
    expect(() => renameOverSync(join(folder, "gone"), join(folder, "old"), platform)).toThrow(/ENOENT/);
  });
});

/**
 * Makes a file one that cannot be replaced for now: a mount point (EBUSY) for root, a file of a closed folder (EACCES) for
 * others.
 *
 * @returns the command that ends it; undefined where that cannot be had here
 */
async function hold(): Promise<readonly [string, ...string[]] | undefined> {
  const file = join(folder, "old");
  if (process.getuid?.() === 0) {
    const { status } = spawnSync("mount", ["--bind", join(folder, "new"), file], { stdio: "ignore" });
    return status === 0 ? ["umount", file] : undefined;
  }
  if (process.platform === "win32") return undefined;
  await chmod(folder, 0o500);
  return ["chmod", "700", folder];
}

describe("what another program holds for a moment", () => {
  const renames = [
    ["renameOver", async (platform: NodeJS.Platform) => renameOver(join(folder, "new"), join(folder, "old"), platform)],
    [
      "renameOverSync",
      async (platform: NodeJS.Platform) => renameOverSync(join(folder, "new"), join(folder, "old"), platform),
    ],
  ] as const;

  test.each(renames)("%s waits for it on Windows alone", async (_, replace) => {
    const end = await hold();
    if (!end) return;
    const [program, ...args] = end;
    try {
      await expect(replace("linux")).rejects.toThrow(/EBUSY|EACCES/);
      await expect(replace("darwin")).rejects.toThrow(/EBUSY|EACCES/);
      const ending = spawn("sh", ["-c", 'sleep 0.1; exec "$0" "$@"', program, ...args], { stdio: "ignore" });
      const ended = new Promise((resolve) => ending.once("close", resolve));
      // A second is waited: on a machine so busy that this is too short, once more.
      await replace("win32").catch(async () => {
        await ended;
        await replace("win32");
      });
      await ended;
    } finally {
      spawnSync(program, args, { stdio: "ignore" });
    }
    expect(await readFile(join(folder, "old"), "utf8")).toBe("new");
  });
});
