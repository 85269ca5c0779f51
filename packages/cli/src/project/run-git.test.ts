import { mkdir, mkdtemp, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { gitProgram } from "./run-git.ts";

test("elsewhere than on Windows git is what PATH says", () => {
  expect(gitProgram({ env: { PATH: "/usr/bin" }, platform: "linux" })).toBe("git");
});

test("on Windows it is looked for in absolute folders of PATH only, never in the current one", async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "factorio-lock-git-")));
  const here = process.cwd();
  try {
    const programs = join(folder, "programs");
    await mkdir(programs);
    await writeFile(join(folder, "git.exe"), "of a modpack");
    process.chdir(folder);
    const PATH = `;.;${join(folder, "nowhere")}`;
    expect(gitProgram({ env: { PATH }, platform: "win32" })).toBeUndefined();
    await writeFile(join(programs, "git.exe"), "of the system");
    expect(gitProgram({ env: { PATH: `${PATH};${programs}` }, platform: "win32" })).toBe(join(programs, "git.exe"));
  } finally {
    process.chdir(here);
    await removeFolder(folder);
  }
});
