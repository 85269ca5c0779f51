import { mkdir, mkdtemp, realpath, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { describePathMod, tree } from "./fingerprint.ts";

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "factorio-lock-tree-")));
  await writeFile(join(folder, "info.json"), "{}");
});
afterEach(() => removeFolder(folder));

const paths = () => tree(folder).map(({ path }) => path);

test("a tree has folders before what is in them, links as what they lead to, and no names with a dot in front", async () => {
  await mkdir(join(folder, "locale"));
  await mkdir(join(folder, ".git"));
  await writeFile(join(folder, "locale/en.cfg"), "");
  await symlink("locale", join(folder, "words"));
  await symlink("nowhere", join(folder, "dead"));
  expect(paths()).toEqual(["info.json", "locale", "locale/en.cfg", "words", "words/en.cfg"]);
});

test.each([".", ".."])("a link that leads back to a folder around it (%s) is left out", async (target) => {
  await mkdir(join(folder, "a"));
  await symlink(target, join(folder, "a/back"));
  expect(paths()).toEqual(["a", "info.json"]);
});

test("a link that leads out of the tree is left out and reported", async () => {
  await mkdir(join(folder, "mod/deep"), { recursive: true });
  await writeFile(join(folder, "mod/deep/a"), "");
  for (const [name, target] of [
    ["folder", ".."],
    ["file", "../info.json"],
    ["far", folder],
    ["twice", "folder/mod/deep"],
    ["inside", "deep"],
  ]) {
    await symlink(target as string, join(folder, "mod", name as string));
  }
  await mkdir(join(folder, "mod-beside"));
  await symlink("../../mod-beside", join(folder, "mod/deep/beside"));
  const outside: string[] = [];
  const found = tree(join(folder, "mod"), (path) => outside.push(path)).map(({ path }) => path);
  expect(found).toEqual(["deep", "deep/a", "inside", "inside/a", "twice", "twice/a"]);
  expect(outside).toEqual(["deep/beside", "far", "file", "folder", "inside/beside", "twice/beside"]);
});

test("a tree that links multiply beyond all measure is refused", async () => {
  // 2^10 ways lead to the last folder, which has 200 files.
  for (let depth = 0; depth <= 10; depth += 1) {
    await mkdir(join(folder, `d${depth}`));
    for (const name of depth < 10 ? ["x", "y"] : []) await symlink(`../d${depth + 1}`, join(folder, `d${depth}`, name));
  }
  for (let file = 0; file < 200; file += 1) await writeFile(join(folder, "d10", String(file)), "");
  expect(() => describePathMod(folder)).toThrow(
    expect.objectContaining({ code: "FAILED", message: expect.stringContaining("more than 200000 files") }),
  );
});
