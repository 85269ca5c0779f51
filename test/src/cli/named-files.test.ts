import { existsSync, lstatSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

/** Files that a user names for what a command writes. */

let box: Sandbox;
beforeAll(async () => {
  box = await createSandbox();
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  fog-lamps: "*"\n');
  expect((await box.spawn(["install"])).code).toBe(0);
});
afterAll(() => box.close());

describe("a device is written into, and stays", () => {
  test
    .skipIf(!existsSync("/dev/null"))
    .each([
      [["export", "markdown", "out"]],
      [["export", "html", "out"]],
      [["export", "pack", "out"]],
      [["export", "zip", "out"]],
      [["export", "metapackage", "out"]],
      [["graph", "--output", "out"]],
    ])("%j", async (args) => {
    const link = join(box.project, "out");
    if (!existsSync(link)) await symlink("/dev/null", link);
    const { code, stderr } = await box.spawn(args);
    expect(code, stderr).toBe(0);
    expect(lstatSync(link).isSymbolicLink(), "replaced").toBe(true);
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
  });
});

test.each([
  [["export", "html", "-"], "<!doctype html>"],
  [["export", "pack", "-"], '"factorio-lock-pack"'],
  [["export", "markdown", "-"], "| mod | version |"],
  [["graph", "--output", "-"], "<svg "],
])("%j prints", async (args, text) => {
  const { code, stdout } = await box.spawn(args);
  expect(code).toBe(0);
  expect(stdout).toContain(text);
  expect(await box.read("-")).toBeUndefined();
});

test.each(["zip", "metapackage"])("export %s - is refused: an archive is not printed", async (format) => {
  const { code, stderr } = await box.spawn(["export", format, "-"]);
  expect(code).toBe(2);
  expect(stderr).toContain("is an archive, which is not printed.");
  expect(await box.read("-")).toBeUndefined();
});

test.each([
  [["export", "zip", "nowhere/out"]],
  [["export", "html", "nowhere/out"]],
  [["graph", "--output", "nowhere/out"]],
])("%j: the folder is not there", async (args) => {
  const { code, stderr } = await box.spawn(args);
  expect(code).toBe(1);
  expect(stderr).toContain(`${join("nowhere", "out")} cannot be written: there is no such folder.`);
  expect(stderr).toContain("hint: make that folder first.");
});

test("textconv of a file that is not there fails", async () => {
  const { code, stderr } = await box.spawn(["textconv", "nothing.lock"]);
  expect(code).toBe(1);
  expect(stderr).toContain("nothing.lock");
});

test.skipIf(!existsSync("/dev/full"))("standard output that takes nothing more is told", async () => {
  const { spawnSync } = await import("node:child_process");
  const { openSync, closeSync } = await import("node:fs");
  const { EXECUTABLE } = await import("./sandbox.ts");
  const full = openSync("/dev/full", "w");
  const { status, stderr } = spawnSync(process.execPath, [EXECUTABLE, "help"], {
    stdio: ["ignore", full, "pipe"],
    encoding: "utf8",
  });
  closeSync(full);
  expect(status).toBe(1);
  expect(stderr).toBe("error: Standard output: the disk is full (ENOSPC).\n");
});
