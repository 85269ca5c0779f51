import { formatLockfile, type LockedMod, type Lockfile, type Release, type Requirement } from "@factorio-lock/core";
import { stringify } from "yaml";
import type { Case } from "../solver/case.ts";

/** A case as the files of a modpack and the command line that asks for it. */
export interface Modpack {
  readonly files: Readonly<Record<string, string>>;
  readonly args: readonly string[];
}

/** The modpack of a case: manifest, lockfile, `path` mods next to it, and the folder of the game that `--game` names. */
export function modpackOf({ request }: Case): Modpack {
  const { game, expansion, requirements, locked, pathMods, installed, update, justAsked = [], recommended } = request;
  const asked = [...requirements].filter(([name]) => justAsked.includes(name));
  const written = [...requirements].filter(([name]) => !justAsked.includes(name));
  const files: Record<string, string> = {
    "mods.yaml": stringify(
      {
        factorio: game.text,
        expansion,
        mods: Object.fromEntries(written.map(([name, said]) => [name, inManifest(said)])),
      },
      { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "QUOTE_DOUBLE" },
    ),
  };
  if (locked && locked.size > 0) {
    const mods = [...locked].map(([name, release]) => [name, lockedMod(release)] as const);
    const lockfile: Lockfile = {
      factorio: game,
      minimumFactorio: undefined,
      expansion,
      requirements: new Map(written),
      builtin: ["base"],
      mods: new Map(mods),
    };
    files["mods.lock"] = formatLockfile(lockfile);
  }
  for (const [name, release] of pathMods ?? []) files[`../${name}/info.json`] = infoJson(name, release);
  for (const { name, version, dependencies } of installed ?? []) {
    files[`../game/data/${name}/info.json`] = JSON.stringify({ name, version, dependencies });
  }
  const flags = [...(installed ? ["--game", "../game"] : []), ...(recommended === false ? ["--no-recommended"] : [])];
  const range = (said: Requirement) => (said.kind === "range" && said.range.text !== "*" ? `@${said.range.text}` : "");
  if (asked.length > 0) {
    return { files, args: ["add", ...asked.map(([name, said]) => `${name}${range(said)}`), "--no-install", ...flags] };
  }
  if (update === undefined || update.length === 0) return { files, args: ["lock", ...flags] };
  return { files, args: ["update", ...(update === "all" ? [] : update), "--no-install", ...flags] };
}

function inManifest(said: Requirement): string | false | { path: string } {
  if (said.kind === "range") return said.range.text;
  return said.kind === "refused" ? false : { path: said.path };
}

function lockedMod({ version, fileName, sha1, download, releasedAt, dependencies }: Release): LockedMod {
  if (!sha1) throw new Error(`${fileName} is locked without a SHA-1`);
  return { kind: "release", version, file: fileName, sha1, download, released: releasedAt, dependencies };
}

function infoJson(name: string, { version, factorioVersion, dependencies }: Release): string {
  const said = dependencies ? { dependencies } : {};
  return JSON.stringify({
    name,
    version: version.text,
    title: name,
    author: "x",
    factorio_version: factorioVersion,
    ...said,
  });
}
