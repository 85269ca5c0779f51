import { execFileSync, spawnSync } from "node:child_process";
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { replaceFile, replaceLinkedFile } from "./replace-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "factorio-lock-replace-"));
});
afterEach(() => removeFolder(folder));

test("a file is replaced with its mode kept, and nothing is left beside it", async () => {
  const path = join(folder, "mods.lock");
  await replaceFile(path, "one");
  await chmod(path, 0o640);
  await replaceFile(path, Buffer.from("two"));
  expect(await readFile(path, "utf8")).toBe("two");
  if (process.platform !== "win32") expect((await stat(path)).mode & 0o777).toBe(0o640);
  expect(await readdir(folder)).toEqual(["mods.lock"]);
});

describe.skipIf(process.platform === "win32")("a symbolic link", () => {
  test("is replaced, and what it names is not touched", async () => {
    await writeFile(join(folder, "elsewhere"), "theirs");
    await symlink("elsewhere", join(folder, "mods.lock"));
    await replaceFile(join(folder, "mods.lock"), "ours");
    expect(await readFile(join(folder, "elsewhere"), "utf8")).toBe("theirs");
    expect((await lstat(join(folder, "mods.lock"))).isSymbolicLink()).toBe(false);
  });

  test("stays for a file that the user keeps elsewhere, also where that is not there yet", async () => {
    await mkdir(join(folder, "kept"));
    await writeFile(join(folder, "kept", "mods.yaml"), "old");
    await symlink(join("kept", "mods.yaml"), join(folder, "mods.yaml"));
    await replaceLinkedFile(join(folder, "mods.yaml"), "new");
    expect(await readFile(join(folder, "kept", "mods.yaml"), "utf8")).toBe("new");
    expect((await lstat(join(folder, "mods.yaml"))).isSymbolicLink()).toBe(true);
    await replaceLinkedFile(join(folder, "fresh.yaml"), "new");
    expect(await readFile(join(folder, "fresh.yaml"), "utf8")).toBe("new");
  });
});

test("a folder that is not there, and a folder in the file's place, are reported", async () => {
  const missing = replaceFile(join(folder, "no", "mods.lock"), "text");
  await expect(missing).rejects.toMatchObject({
    code: "FAILED",
    message: expect.stringContaining("there is no such folder") as string,
    hint: "make that folder first.",
  });
  await mkdir(join(folder, "mods.lock", "full"), { recursive: true });
  await expect(replaceFile(join(folder, "mods.lock"), "text")).rejects.toMatchObject({ code: "FAILED" });
  expect(await readdir(folder)).toEqual(["mods.lock"]);
});

/** Mounts a small file system of its own; false if this user may not. */
function mounted(place: string, options: string): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", place]).status === 0;
}

const mayMount = await (async () => {
  const place = await mkdtemp(join(tmpdir(), "factorio-lock-mount-"));
  const may = mounted(place, "size=64k");
  if (may) execFileSync("umount", [place]);
  await removeFolder(place);
  return may;
})();

describe.skipIf(!mayMount)("a disk of its own (skipped where this user may not mount one)", () => {
  afterEach(() => execFileSync("umount", [folder]));

  test("that is full: said so, and the file is as it was", async () => {
    expect(mounted(folder, "size=64k")).toBe(true);
    const path = join(folder, "mods.lock");
    await replaceFile(path, "before");
    await expect(replaceFile(path, "x".repeat(100_000))).rejects.toMatchObject({
      code: "FAILED",
      message: `${path} cannot be written: the disk is full.`,
      hint: "check the free space and the permissions of that folder.",
    });
    expect(await readFile(path, "utf8")).toBe("before");
    expect(await readdir(folder)).toEqual(["mods.lock"]);
  });

  test("that is read-only: said so, and the file is as it was", async () => {
    expect(mounted(folder, "size=64k")).toBe(true);
    const path = join(folder, "mods.lock");
    await replaceFile(path, "before");
    execFileSync("mount", ["-o", "remount,ro", folder]);
    await expect(replaceFile(path, "after")).rejects.toMatchObject({
      code: "FAILED",
      message: `${path} cannot be written: this user may not write there.`,
    });
    expect(await readFile(path, "utf8")).toBe("before");
  });
});
