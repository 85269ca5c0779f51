import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { makeArchive } from "./make-archive.ts";
import { readPathMod } from "./path-mod.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "factorio-lock-path-"));
});
afterEach(() => removeFolder(folder));

test("a folder, and a zip of any name", async () => {
  await mkdir(join(folder, "dev"));
  await writeFile(join(folder, "dev/info.json"), '{"name":"gear-box","version":"1.0.0"}');
  await writeFile(join(folder, "build.zip"), await makeArchive({ name: "gear-box", version: "1.0.0" }));
  const inFolder = await readPathMod(join(folder, "dev"));
  const inZip = await readPathMod(join(folder, "build.zip"));
  expect(inFolder.kind).toBe("folder");
  expect(inZip).toEqual({ ...inFolder, kind: "archive" });
});

test("what is not there, or has no info.json, is named with a hint", async () => {
  for (const path of [join(folder, "nothing"), folder]) {
    await expect(readPathMod(path)).rejects.toMatchObject({
      code: "FAILED",
      message: expect.stringContaining(path),
      hint: expect.stringContaining("mods.yaml"),
    });
  }
});

test("a damaged or huge info.json is refused", async () => {
  await writeFile(join(folder, "info.json"), "{");
  await expect(readPathMod(folder)).rejects.toMatchObject({ code: "BAD_ARCHIVE" });
  await writeFile(join(folder, "info.json"), " ".repeat(2 ** 21));
  await expect(readPathMod(folder)).rejects.toMatchObject({ code: "BAD_ARCHIVE" });
  await writeFile(join(folder, "info.json"), '{"name":"../evil","version":"1.0.0"}');
  await expect(readPathMod(folder)).rejects.toMatchObject({ code: "UNSAFE_NAME" });
});

test.skipIf(process.platform === "win32")("a pipe that nobody writes to is refused", async () => {
  const pipe = join(folder, "info.json");
  execFileSync("mkfifo", [pipe]);
  for (const path of [pipe, folder]) await expect(readPathMod(path)).rejects.toMatchObject({ code: "BAD_ARCHIVE" });
});
