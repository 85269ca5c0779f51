import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readArchiveExtras } from "@factorio-lock/game";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasProgram } from "../../../testing/programs.ts";
import { endProcess, removeFolder } from "../../../testing/sandbox.mjs";
import { EXECUTABLE } from "../cli/sandbox.ts";
import { layouts, PNG } from "./layouts.ts";

/** Makes more archives, where the folder of shared inputs lies next to the repository. */
const MAKER = fileURLToPath(new URL("../../../../shared/faults/make-archives.py", import.meta.url));

const table = layouts();
let sandbox: string;
let served: string;
let portal: ChildProcess;
let env: Record<string, string>;
beforeAll(async () => {
  sandbox = await realpath(await mkdtemp(join(tmpdir(), "factorio-lock-layouts-")));
  served = join(sandbox, "served", "mods");
  await mkdir(served, { recursive: true });
  for (const { mod, bytes } of table) await writeFile(join(served, `${mod}_1.0.0.zip`), bytes);
  if (existsSync(MAKER) && hasProgram("python3")) execFileSync("python3", [MAKER], { cwd: join(sandbox, "served") });
  env = {
    PATH: process.env["PATH"] ?? "",
    HOME: sandbox,
    USERPROFILE: sandbox,
    FACTORIO_LOCK_CACHE: join(sandbox, "cache"),
    FACTORIO_USERNAME: "test-player",
    FACTORIO_TOKEN: "test-token",
  };
  portal = spawn(process.execPath, [EXECUTABLE, "mirror", "serve", served, "--listen", "127.0.0.1:0"], { env });
  portal.stderr?.resume();
  env["FACTORIO_LOCK_PORTAL"] = await new Promise<string>((resolve, reject) => {
    portal.stdout?.on("data", (chunk: Buffer) => {
      const address = /http:\/\/[\d.:]+/.exec(chunk.toString());
      if (address) resolve(address[0]);
    });
    portal.once("exit", (code) => reject(new Error(`mirror serve ended with ${code}`)));
  });
});
afterAll(async () => {
  await endProcess(portal);
  await removeFolder(sandbox);
});

/** Runs the built executable in the sandbox. */
function run(...args: string[]): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [EXECUTABLE, ...args], { cwd: sandbox, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, text: stdout + stderr }),
    );
  });
}

describe("archives as zip programs make them", () => {
  test("are served, locked, installed and verified, each of them", async () => {
    const names = (await readdir(served)).map((file) => file.replace(/_1\.0\.0\.zip$/, ""));
    const answer = await fetch(`${env["FACTORIO_LOCK_PORTAL"]}/api/mods?page_size=max`);
    const { results } = (await answer.json()) as { results: readonly { name: string }[] };
    expect(new Set(results.map(({ name }) => name))).toEqual(new Set(names));
    await writeFile(
      join(sandbox, "mods.yaml"),
      `factorio: "2.0"\nmods:\n${names.map((name) => `  ${name}: "*"\n`).join("")}`,
    );
    expect(await run("install")).toMatchObject({ code: 0 });
    for (const name of names) {
      const file = `${name}_1.0.0.zip`;
      expect((await readFile(join(sandbox, "mods", file))).equals(await readFile(join(served, file))), file).toBe(true);
    }
    expect(await run("verify")).toMatchObject({ code: 0 });
    expect(await run("cache", "verify")).toMatchObject({ code: 0 });
  });

  test.skipIf(!hasUnzip())("are taken by unzip -t, by each but for the methods that it has no code for", async () => {
    const refused: string[] = [];
    for (const { mod, password } of table) {
      const args = [...(password === undefined ? [] : ["-P", password]), "-tqq", join(served, `${mod}_1.0.0.zip`)];
      // 1 is a warning, 81 an entry that it has no code for.
      const code = await new Promise<number | string>((resolve) =>
        execFile("unzip", args, (error) => resolve(error?.code ?? 0)),
      );
      if (code !== 0) refused.push(`${mod} ${code}`);
    }
    expect(refused).toEqual(["with-an-uncounted-program 1", "with-lzma 81"]);
  });

  test("have their changelog and picture found in other letter case", async () => {
    expect(await readArchiveExtras(join(served, "with-other-letter-case_1.0.0.zip"))).toEqual({
      changelog: expect.stringContaining("Lamps."),
      thumbnail: PNG,
    });
  });
});

function hasUnzip(): boolean {
  try {
    execFileSync("unzip", ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
