import { chmodSync, chownSync, mkdirSync, mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeFolderSync } from "../../../testing/sandbox.mjs";
import { makePrivateFolder } from "./make-private-folder.ts";

let sandbox: string;
beforeEach(() => {
  sandbox = mkdtempSync(join(tmpdir(), "factorio-lock-private-"));
});
afterEach(() => removeFolderSync(sandbox));

const modeOf = (folder: string): number => statSync(folder).mode & 0o7777;

test.skipIf(process.platform === "win32")("a folder is its user's alone, also one that was open to others", () => {
  makePrivateFolder(join(sandbox, "new", "one"));
  expect(modeOf(join(sandbox, "new", "one"))).toBe(0o700);
  const open = join(sandbox, "open");
  mkdirSync(open);
  chmodSync(open, 0o755);
  chmodSync(sandbox, 0o755);
  makePrivateFolder(open);
  expect(modeOf(open)).toBe(0o700);
  expect(modeOf(sandbox)).toBe(0o755);
});

/** A folder with such a mode, of such a user. */
function folderWith(mode: number, uid?: number): string {
  const folder = join(sandbox, mode.toString(8));
  mkdirSync(folder);
  if (uid !== undefined) chownSync(folder, uid, 0);
  chmodSync(folder, mode);
  return folder;
}

test.skipIf(process.platform === "win32")("one that is shared with its group stays so, where it may be", () => {
  const shared = folderWith(0o2775);
  makePrivateFolder(shared, { mayBeShared: true });
  expect(modeOf(shared)).toBe(0o2770);
  makePrivateFolder(shared);
  expect(modeOf(shared) & 0o777).toBe(0o700);
  const group = folderWith(0o770);
  makePrivateFolder(group, { mayBeShared: true });
  expect(modeOf(group)).toBe(0o700);
});

test.skipIf(process.getuid?.() !== 0)("one of another user is no private folder while others may write in it", () => {
  const foreign = folderWith(0o777, 12_345);
  expect(() => makePrivateFolder(foreign)).toThrow(/belongs to another user/);
  makePrivateFolder(foreign, { mayBeShared: true });
  expect(modeOf(foreign)).toBe(0o777);
  const own = folderWith(0o700, 12_345);
  makePrivateFolder(own);
  expect(modeOf(own)).toBe(0o700);
});

test.skipIf(process.platform === "win32")("on Windows permissions are left as they are", () => {
  const open = folderWith(0o755);
  makePrivateFolder(open, { platform: "win32" });
  expect(modeOf(open)).toBe(0o755);
});
