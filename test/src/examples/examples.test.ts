import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parseLockfile, parseManifest, staleReasons } from "@factorio-lock/core";
import { describe, expect, test } from "vitest";

const examples = fileURLToPath(new URL("../../../examples", import.meta.url));

/** Runs an example as its README says: against the built packages. */
async function example(file: string): Promise<{ stdout: string; stderr: string }> {
  const env = { ...process.env, CI: "", NO_COLOR: "1" };
  return promisify(execFile)(process.execPath, [join(examples, file)], { env });
}

describe("the examples run", () => {
  test("quick-start: backtracks, keeps the incompatible mod out, adds the recommended one, then downloads nothing", async () => {
    const first = await example("quick-start/run.mjs");
    for (const mod of ["amber-lights 2.4.0", "lamp-lib 1.2.0", "map-lens 1.9.0", "crane-sounds 0.2.0"]) {
      expect(first.stdout).toContain(mod);
    }
    expect(first.stdout).not.toContain("dry-rivers");
    const second = await example("quick-start/run.mjs");
    expect(second.stdout).toContain("has them all in place");
    expect(second.stdout).not.toMatch(/[1-9]\d* archives? downloaded/);
    const list = JSON.parse(await readFile(join(examples, "quick-start/mods/mod-list.json"), "utf8"));
    expect(list.mods.filter((mod: { version?: string }) => mod.version !== undefined)).toHaveLength(13);
  });

  test("server: installs its committed lockfile as it is", async () => {
    const { stdout } = await example("server/run.mjs");
    expect(stdout).toContain("moth-drones_0.7.0.zip");
    const read = (name: string) => readFile(join(examples, "server", name), "utf8");
    const manifest = parseManifest(await read("mods.yaml"), "mods.yaml");
    expect(staleReasons(manifest, await parseLockfile(await read("mods.lock"), "mods.lock"))).toEqual([]);
  });

  test("library: resolves in a program of its own, and says why not", async () => {
    const { stdout } = await example("library/resolve.mjs");
    expect(stdout).toContain("These fit:\n  amber-lights 2.4.0\n  lamp-lib 1.2.0\n  zinc-works 1.1.0\n");
    expect(stdout).toContain("NO_SOLUTION");
    expect(stdout).toContain('this helps: [{"kind":"range","name":"amber-lights","text":">= 2.4.0"}]');
  });
});
