import { execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

const ATTRIBUTES = "mods.yaml merge=factorio-lock\nmods.lock merge=factorio-lock diff=factorio-lock\n";

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
});
afterEach(() => box.close());

const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: box.project, encoding: "utf8" });

describe("in a git repository", () => {
  beforeEach(() => void git("init", "-q"));

  test("init writes the lines of .gitignore and .gitattributes, so that a commit takes what belongs in it", async () => {
    const { code, stdout } = await box.spawn(["init", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ gitFiles: [".gitignore", ".gitattributes"] });
    expect(await box.read(".gitattributes")).toBe(ATTRIBUTES);
    expect((await box.spawn(["add", "tall-masts"])).code).toBe(0);
    git("add", ".");
    expect(git("ls-files").trim().split("\n")).toEqual([".gitattributes", ".gitignore", "mods.lock", "mods.yaml"]);
    await box.spawn(["git-setup"]);
    expect(await box.read(".gitattributes"), "git-setup finds its lines").toBe(ATTRIBUTES);
  });

  test("lines that are there stay, in their own line ends, and none is written twice", async () => {
    await box.write(".gitignore", "saves/\r\nmods");
    await box.write(".gitattributes", ATTRIBUTES);
    const { stdout } = await box.spawn(["init"]);
    expect(stdout).toContain("Added what git needs to .gitignore.\n");
    expect(await box.read(".gitignore")).toBe("saves/\r\nmods\r\n/mods.set-aside/\r\n");
    expect(await box.read(".gitattributes")).toBe(ATTRIBUTES);
  });

  test("a modpack in a folder of the repository gets files of its own; so does one that sync starts", async () => {
    await box.write("list.json", '{ "mods": [{ "name": "fog-lamps", "enabled": true, "version": "3.1.0" }] }');
    await mkdir(join(box.project, "packs", "friday"), { recursive: true });
    const { code, stderr } = await box.spawn(["sync", "../../list.json", "--yes", "-C", "packs/friday"]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("Added what git needs to .gitignore and .gitattributes.");
    expect(await box.read("packs/friday/.gitignore")).toBe("/mods/\n/mods.set-aside/\n");
    expect(await box.read(".gitignore")).toBeUndefined();
  });

  test("a file that cannot be written is a warning with the lines, and the manifest is there", async () => {
    await mkdir(join(box.project, ".gitignore"));
    const { code, stdout } = await box.spawn(["init", "--json"]);
    expect(code).toBe(0);
    const { warnings, gitFiles } = JSON.parse(stdout) as { warnings: { message: string }[]; gitFiles: string[] };
    expect(gitFiles).toEqual([".gitattributes"]);
    expect(warnings[0]?.message).toContain("It should have these lines: `/mods/`, `/mods.set-aside/`.");
    expect(await box.read("mods.yaml")).toContain("factorio:");
  });
});

test("elsewhere init writes its manifest alone", async () => {
  const { stdout } = await box.spawn(["init", "--json"]);
  expect(JSON.parse(stdout)).not.toHaveProperty("gitFiles");
  expect([...(await box.snapshot()).keys()].map((path) => path.split(/[\\/]/).at(-1))).toEqual(["mods.yaml"]);
});

test("git-setup outside of a repository says so, and what helps", async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\n');
  const { code, stderr } = await box.spawn(["git-setup"]);
  expect(code).toBe(1);
  expect(stderr).toContain("is not in a git repository.\n\nhint: `git init` makes one.");
});
