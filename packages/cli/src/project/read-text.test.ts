import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { readText } from "./read-text.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "factorio-lock-text-"));
  path = join(folder, "mods.lock");
});
afterEach(() => removeFolder(folder));

const read = () => readText(path, "LOCKFILE_INVALID");
const refusal = (words: string) => ({ code: "LOCKFILE_INVALID", message: expect.stringContaining(words) });

test("a text file is read, also through a link; where there is none, there is no text", async () => {
  expect(await read()).toBeUndefined();
  const elsewhere = join(folder, "elsewhere");
  await writeFile(elsewhere, "größer ".repeat(100_000));
  await symlink(elsewhere, path);
  expect(await read()).toBe("größer ".repeat(100_000));
  await writeFile(elsewhere, "");
  expect(await read()).toBe("");
});

test("a folder and a file that is too large are refused", async () => {
  await mkdir(path);
  await expect(read()).rejects.toMatchObject(refusal("it is a folder"));
  await removeFolder(path);
  await writeFile(path, "");
  await truncate(path, 16_000_001);
  await expect(read()).rejects.toMatchObject(refusal("too large"));
});

describe.skipIf(process.platform === "win32")("what never ends", () => {
  test.each(["/dev/null", "/dev/zero"])("%s behind a link is refused", async (device) => {
    await symlink(device, path);
    await expect(read()).rejects.toMatchObject(refusal("not a regular file"));
  });

  test("a pipe that nobody writes to is refused", async () => {
    execFileSync("mkfifo", [path]);
    await expect(read()).rejects.toMatchObject(refusal("not a regular file"));
  });
});
