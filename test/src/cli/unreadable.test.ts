import { execFile, execFileSync } from "node:child_process";
import { chmod, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSandbox, EXECUTABLE, type Sandbox } from "./sandbox.ts";

/** A way to run a program so that it cannot read what is nobody's to read: root may, unless it gives that up. */
const HUMBLE = ["--bounding-set=-dac_override,-dac_read_search"];
const isRoot = process.getuid?.() === 0;
const canTry = process.platform !== "win32" && (!isRoot || hasSetpriv());

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
});
afterEach(() => box.close());

test.skipIf(!canTry)("verify says of an archive that it cannot read just that, and not that it changed", async () => {
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n');
  expect(await box.run(["install"])).toMatchObject({ code: 0 });
  const archive = join(box.project, "mods", "tall-masts_1.0.0.zip");
  const { mode } = await stat(archive);
  await chmod(archive, 0);
  const node = [process.execPath, EXECUTABLE, "verify"];
  const [program = "", ...args] = isRoot ? ["setpriv", ...HUMBLE, ...node] : node;
  const env = { PATH: process.env["PATH"], HOME: box.folder, FACTORIO_LOCK_CACHE: join(box.folder, "cache") };
  const { code, text } = await new Promise<{ code: unknown; text: string }>((resolve) => {
    execFile(program, args, { cwd: box.project, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code, text: stdout + stderr }),
    );
  });
  await chmod(archive, mode);
  expect(code).toBe(5);
  expect(text).toMatch(/tall-masts +tall-masts_1\.0\.0\.zip +cannot be read/);
  expect(text).toContain("error: 1 archive of mods/ or the store cannot be read.\n");
  expect(text).toContain("end the program that has it open");
  expect(text).not.toContain("other content");
});

function hasSetpriv(): boolean {
  try {
    execFileSync("setpriv", [...HUMBLE, "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
