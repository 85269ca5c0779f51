import { mkdirSync, mkdtempSync, realpathSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeFolderSync } from "../../../testing/sandbox.mjs";
import { makeFolder } from "./make-folder.ts";

let sandbox: string;
beforeEach(() => {
  sandbox = realpathSync(mkdtempSync(join(tmpdir(), "factorio-lock-folder-")));
});
afterEach(() => removeFolderSync(sandbox));

test("all folders on the way are made; what is there stays", () => {
  const folder = join(sandbox, "a", "b", "c");
  makeFolder(folder);
  makeFolder(folder);
  expect(statSync(folder).isDirectory()).toBe(true);
});

test("a link to a folder is one", () => {
  mkdirSync(join(sandbox, "real"));
  symlinkSync(join(sandbox, "real"), join(sandbox, "link"));
  makeFolder(join(sandbox, "link", "a"));
  expect(statSync(join(sandbox, "real", "a")).isDirectory()).toBe(true);
});

test("a file or a dead link in the place of a folder is an error", () => {
  writeFileSync(join(sandbox, "file"), "");
  symlinkSync(join(sandbox, "gone"), join(sandbox, "dead"));
  expect(() => makeFolder(join(sandbox, "file"))).toThrow(expect.objectContaining({ code: "EEXIST" }));
  expect(() => makeFolder(join(sandbox, "file", "a"))).toThrow(/EEXIST|ENOTDIR/);
  expect(() => makeFolder(join(sandbox, "dead"))).toThrow(expect.objectContaining({ code: "EEXIST" }));
});

test.skipIf(process.platform !== "linux")("where the system makes no folder at all, the work ends", () => {
  for (const folder of ["/proc/nope", "/proc/nope/mods"]) {
    expect(() => makeFolder(folder)).toThrow(expect.objectContaining({ code: "ENOENT" }));
  }
});
