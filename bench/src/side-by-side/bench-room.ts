import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FileMod } from "../../../test/src/portal-file/read-portal-file.ts";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { type Running, type Spent, spawned } from "./spawned.ts";

/** The built executable. */
export const EXECUTABLE: string = fileURLToPath(new URL("../../../packages/cli/bin/factorio-lock.js", import.meta.url));

/** A folder of the benchmark, with a home of its own. */
export interface Room {
  readonly folder: string;
  /** Makes a project that wants these mods. */
  project(name: string, wanted: readonly string[], factorio?: string): Promise<Project>;
  close(): Promise<void>;
}

/** A modpack of the benchmark. */
export interface Project {
  readonly folder: string;
  readonly cache: string;
  /** Runs the executable in it against a portal; without one nothing is there to be asked. */
  run(words: readonly string[], portal?: string, running?: Running): Promise<Spent>;
}

export async function openRoom(): Promise<Room> {
  const folder = await mkdtemp(join(tmpdir(), "factorio-lock-bench-"));
  const home = join(folder, "home");
  await mkdir(home);
  return {
    folder,
    async project(name, wanted, factorio = "2.0") {
      const own = join(folder, name);
      const cache = join(folder, `${name}-cache`);
      await mkdir(own, { recursive: true });
      const mods = wanted.map((mod) => `  ${mod}: "*"\n`).join("");
      await writeFile(join(own, "mods.yaml"), `factorio: "${factorio}"\nmods:\n${mods}`);
      const run = (words: readonly string[], portal = "http://127.0.0.1:9", running: Running = {}) => {
        const env = {
          PATH: process.env["PATH"],
          HOME: home,
          FACTORIO_LOCK_PORTAL: portal,
          FACTORIO_LOCK_CACHE: cache,
          FACTORIO_USERNAME: "bench",
          FACTORIO_TOKEN: "bench-token-of-nobody",
        };
        return spawned(process.execPath, [EXECUTABLE, ...words], { cwd: own, env, ...running });
      };
      return { folder: own, cache, run };
    },
    close: () => removeFolder(folder),
  };
}

/** How long a bare node takes from its start to its end, in milliseconds. */
export async function bareNode(): Promise<number> {
  return (await spawned(process.execPath, ["-e", "0"])).ms;
}

/** The names of so many mods. */
export function namesOf(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `bench-mod-${String(at).padStart(5, "0")}`);
}

/** A mod as a portal describes it, with so many releases, which all depend on the same. */
export function portalMod(name: string, dependencies: readonly string[] = [], releases = 1): FileMod {
  return {
    name,
    title: name,
    owner: "bench",
    summary: "",
    downloads_count: 0,
    category: "",
    releases: Array.from({ length: releases }, (_, at) => portalRelease(name, `1.${at}.0`, dependencies)),
  };
}

/** A release as a portal describes it. */
export function portalRelease(
  name: string,
  version: string,
  dependencies: readonly string[],
  factorio = "2.0",
): FileMod["releases"][number] {
  const id = Buffer.from(`${version}@${name}`).toString("hex").padStart(24, "0").slice(0, 24);
  return {
    version,
    file_name: `${name}_${version}.zip`,
    download_url: `/download/${name}/${id}`,
    released_at: "2026-01-01T00:00:00.000000Z",
    info_json: { factorio_version: factorio, dependencies: ["base", ...dependencies] },
  };
}
