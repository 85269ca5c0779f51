import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const STAND_IN: string = fileURLToPath(new URL("stand-in.mjs", import.meta.url));

/** The folders of a laid game. */
export interface LaidGame {
  readonly version?: string;
  /** The builtin mods with their dependencies; those of 2.0 if absent. */
  readonly builtins?: Readonly<Record<string, readonly string[]>>;
  readonly headless?: boolean;
}

const BUILTINS_2_0: Readonly<Record<string, readonly string[]>> = {
  base: [],
  "elevated-rails": ["base >= 2.0.0"],
  quality: ["base >= 2.0.0"],
  "space-age": ["base >= 2.0.0", "elevated-rails >= 2.0.0", "quality >= 2.0.0"],
};

/** Lays a game whose executable is the stand-in. */
export async function layGame(folder: string, game: LaidGame = {}): Promise<string> {
  const { version = "2.0.77", builtins = BUILTINS_2_0, headless = false } = game;
  await mkdir(join(folder, "bin", "x64"), { recursive: true });
  for (const [name, dependencies] of Object.entries(builtins)) {
    await mkdir(join(folder, "data", name), { recursive: true });
    await writeFile(join(folder, "data", name, "info.json"), JSON.stringify({ name, version, dependencies }));
  }
  if (!headless) await mkdir(join(folder, "data", "base", "sound"), { recursive: true });
  await writeFile(
    join(folder, "config-path.cfg"),
    "config-path=__PATH__executable__/../../config\nuse-system-read-write-data-directories=false\n",
  );
  const executable = join(folder, "bin", "x64", "factorio");
  await writeFile(executable, `#!/bin/sh\nexec '${process.execPath}' '${STAND_IN}' '${folder}' "$@"\n`);
  await chmod(executable, 0o755);
  return folder;
}
