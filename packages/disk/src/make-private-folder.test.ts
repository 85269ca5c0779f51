import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePrivateFolder } from "./make-private-folder.ts";

let sandbox: string;
beforeEach(() => {
  sandbox = mkdtempSync(join(tmpdir(), "factorio-lock-private-"));
});
afterEach(() => rmSync(sandbox, { recursive: true, force: true }));

const modeOf = (folder: string): number => statSync(folder).mode & 0o777;

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
