import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeFolderSync } from "../../../testing/sandbox.mjs";
import { pendingFileChange, prepareFileChange, replaceFiles } from "./file-change.ts";

const FILES = [
  { name: "wish.yaml", followed: true },
  { name: "wish.lock", followed: false },
] as const;
const CHANGED = FILES.map((file) => ({ ...file, content: `new ${file.name}` }));

let sandbox: string;
let root: string;
beforeEach(() => {
  sandbox = realpathSync(mkdtempSync(join(tmpdir(), "factorio-lock-change-")));
  root = join(sandbox, "pack");
  mkdirSync(root);
  for (const { name } of FILES) writeFileSync(join(root, name), `old ${name}`);
});
afterEach(() => removeFolderSync(sandbox));

const texts = () => FILES.map(({ name }) => readFileSync(join(root, name), "utf8"));
const OLD = ["old wish.yaml", "old wish.lock"];
const NEW = ["new wish.yaml", "new wish.lock"];

test("all files are replaced, and nothing is left", () => {
  replaceFiles(root, CHANGED);
  expect(texts()).toEqual(NEW);
  expect(readdirSync(root).sort()).toEqual(["wish.lock", "wish.yaml"]);
});

test("a change that was prepared is found again, made, taken back, and made again", () => {
  prepareFileChange(root, CHANGED, "mods");
  for (let time = 0; time < 2; time += 1) {
    const change = pendingFileChange(root, FILES);
    expect(change?.together).toBe("mods");
    expect(change?.isBegun()).toBe(false);
    change?.place();
    expect(texts()).toEqual(NEW);
    expect(pendingFileChange(root, FILES)?.isBegun()).toBe(true);
    change?.putBack();
    expect(texts()).toEqual(OLD);
  }
  pendingFileChange(root, FILES)?.drop();
  expect(readdirSync(root).sort()).toEqual(["wish.lock", "wish.yaml"]);
});

test("a file that was saved meanwhile is not replaced", () => {
  const change = prepareFileChange(root, CHANGED);
  writeFileSync(join(root, "wish.lock"), "saved by hand");
  expect(() => change.place()).toThrow(expect.objectContaining({ code: "FAILED" }));
  change.putBack();
  change.drop();
  expect(texts()).toEqual(["old wish.yaml", "saved by hand"]);
});

test("a folder in the place of a file is noticed beforehand, and nothing is left", () => {
  rmSync(join(root, "wish.lock"));
  mkdirSync(join(root, "wish.lock"));
  expect(() => replaceFiles(root, CHANGED)).toThrow(/wish\.lock is a folder/);
  expect(readFileSync(join(root, "wish.yaml"), "utf8")).toBe("old wish.yaml");
  expect(existsSync(join(root, ".factorio-lock"))).toBe(false);
});

test.skipIf(process.platform === "win32")("a followed link stays, and what it leads to is replaced", () => {
  mkdirSync(join(sandbox, "elsewhere"));
  writeFileSync(join(sandbox, "elsewhere/wish.yaml"), "old wish.yaml");
  rmSync(join(root, "wish.yaml"));
  symlinkSync(join(sandbox, "elsewhere/wish.yaml"), join(root, "wish.yaml"));
  replaceFiles(root, CHANGED);
  expect(texts()).toEqual(NEW);
  expect(lstatSync(join(root, "wish.yaml")).isSymbolicLink()).toBe(true);
  expect(readdirSync(join(sandbox, "elsewhere"))).toEqual(["wish.yaml"]);
});

test("a journal that came with the folder is not believed", () => {
  prepareFileChange(root, CHANGED);
  const journal = join(root, ".factorio-lock/change/journal.json");
  const value = JSON.parse(readFileSync(journal, "utf8")) as Record<string, unknown>;
  for (const other of [{ ...value, folder: 1 }, { ...value, id: "../../x" }, { ...value, version: 9 }, "no journal"]) {
    writeFileSync(journal, JSON.stringify(other));
    expect(pendingFileChange(root, FILES)).toBeUndefined();
  }
  writeFileSync(journal, JSON.stringify(value));
  writeFileSync(join(root, ".factorio-lock/change/wish.lock"), "a stranger's");
  expect(pendingFileChange(root, FILES)).toBeUndefined();
  expect(texts()).toEqual(OLD);
});

test.skipIf(process.platform === "win32")(
  "a link in the place of the control folder is refused, and nothing is written through it",
  () => {
    const elsewhere = join(sandbox, "elsewhere");
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(root, ".factorio-lock"));
    expect(() => replaceFiles(root, CHANGED)).toThrow(/is not a folder but a link/);
    expect(texts()).toEqual(OLD);
    expect(readdirSync(elsewhere)).toEqual([]);
  },
);

test.skipIf(process.platform === "win32")("a change in a control folder that is a link is not believed", () => {
  prepareFileChange(root, CHANGED);
  renameSync(join(root, ".factorio-lock"), join(sandbox, "elsewhere"));
  symlinkSync(join(sandbox, "elsewhere"), join(root, ".factorio-lock"));
  expect(pendingFileChange(root, FILES)).toBeUndefined();
});

test("a change that was interrupted between two files is finished, or taken back", () => {
  for (const end of ["place", "putBack"] as const) {
    const change = prepareFileChange(root, CHANGED);
    // The process ends after the first rename: the second file is still in the way of the change.
    writeFileSync(join(root, "wish.lock"), "saved by hand");
    expect(() => change.place()).toThrow(expect.objectContaining({ code: "FAILED" }));
    expect(texts()).toEqual(["new wish.yaml", "saved by hand"]);
    const found = pendingFileChange(root, FILES);
    expect(found?.isBegun()).toBe(true);
    if (end === "place") {
      expect(() => found?.place()).toThrow(/wish\.lock was changed by another program/);
    }
    found?.putBack();
    found?.drop();
    expect(texts()).toEqual(["old wish.yaml", "saved by hand"]);
    writeFileSync(join(root, "wish.lock"), "old wish.lock");
  }
});

test.skipIf(process.platform === "win32")("files keep their permissions", () => {
  chmodSync(join(root, "wish.lock"), 0o640);
  replaceFiles(root, CHANGED);
  expect(lstatSync(join(root, "wish.lock")).mode & 0o777).toBe(0o640);
});

test("a change counts as begun even if the file that it placed was edited since", () => {
  const change = prepareFileChange(root, CHANGED);
  change.place();
  for (const { name } of FILES) writeFileSync(join(root, name), "edited since");
  expect(pendingFileChange(root, FILES)?.isBegun()).toBe(true);
  change.drop();
});
