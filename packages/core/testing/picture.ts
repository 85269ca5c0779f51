import type { InstalledBuiltin } from "../src/game/builtins.ts";
import { parseGameVersion } from "../src/game/game-version.ts";
import type { Requirement } from "../src/manifest/manifest.ts";
import type { ModInfo, Release } from "../src/mod/release.ts";
import { parseSha1 } from "../src/mod/sha1.ts";
import type { ModInfoSource, ResolveRequest } from "../src/solver/request/request.ts";
import { parseRange } from "../src/version/range.ts";
import { parseVersion } from "../src/version/version.ts";
import { solve } from "./ask.ts";
import { changeText } from "./change-text.ts";

/** A small registry and request for the solver, as `readPicture` reads them. */
export interface Picture {
  readonly request: ResolveRequest;
  readonly mods: ReadonlyMap<string, ModInfo>;
  /** The expected output: the lines from `=>` on. */
  readonly expected: readonly string[];
}

/**
 * Reads a picture: one statement per line.
 *
 * ```
 * factorio 2.0.20            the manifest's game version; 2.0 if absent
 * expansion                  the manifest says that there is Space Age
 * installed base 2.0.28      a builtin mod of the game that `--game` names
 * want alpha >= 1.0          the manifest asks for a mod
 * ask alpha >= 1.0           … which is not there yet: the user just asked for it
 * refuse beta                … keeps one out
 * lock alpha 1.0.0           the lockfile has a release
 * update alpha               … which `update` frees
 * alpha 1.0.0 : beta, ? c    a release and its dependencies; `(1.1)` after the version: for another game line
 * => alpha 1.0.0, beta 2.0.0
 * ```
 */
export function readPicture(text: string): Picture {
  const requirements = new Map<string, Requirement>();
  const mods = new Map<string, { name: string; releases: Release[] }>();
  const locked = new Map<string, Release>();
  const update: string[] = [];
  const justAsked: string[] = [];
  const installed: InstalledBuiltin[] = [];
  let factorio = "2.0";
  let expansion = false;
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const end = lines.findIndex((line) => line.startsWith("=>"));
  for (const line of lines.slice(0, end < 0 ? lines.length : end)) {
    const [word, name = "", ...rest] = line.trim().split(/\s+/);
    if (word === "factorio") factorio = name;
    else if (word === "expansion") expansion = true;
    else if (word === "want" || word === "ask") {
      requirements.set(name, readRequirement(rest.join(" ")));
      if (word === "ask") justAsked.push(name);
    } else if (word === "installed") installed.push({ name, version: rest[0] ?? "" } as InstalledBuiltin);
    else if (word === "refuse") requirements.set(name, { kind: "refused" });
    else if (word === "lock") locked.set(name, makeRelease(name, rest[0] ?? "", []));
    else if (word === "update") update.push(name);
    else {
      const { mod, release } = readRelease(line.trim());
      const known = mods.get(mod);
      if (known) known.releases.push(release);
      else mods.set(mod, { name: mod, releases: [release] });
    }
  }
  const game = parseGameVersion(factorio);
  if (!game) throw new Error(`${factorio} is not a game version`);
  return {
    request: {
      game,
      expansion,
      requirements,
      locked,
      update,
      justAsked,
      ...(installed.length > 0 ? { installed } : {}),
    },
    mods,
    expected: end < 0 ? [] : lines.slice(end),
  };
}

/** The source that a picture describes. */
export function sourceOf({ mods }: Pick<Picture, "mods">): ModInfoSource {
  return { get: async (name) => mods.get(name) };
}

/** Solves a picture and prints the outcome in the form of a picture's expectation. */
export async function outcomeOf(picture: Picture): Promise<string[]> {
  const solved = await solve(picture.request, sourceOf(picture));
  if (solved.kind === "unsolvable") {
    const { explanation, remedies } = solved;
    return [
      "=> no answer",
      ...explanation.lines,
      ...remedies.map((changes) => `$ ${changes.map(changeText).join(" && ")}`),
    ];
  }
  const { mods, builtin, warnings } = solved.selection;
  const chosen = mods.map(({ name, release }) => `${name} ${release.version.text}`);
  const builtins = builtin.filter((name) => name !== "base");
  return [`=> ${[...builtins, ...chosen].join(", ")}`, ...warnings.map(({ message }) => `warning: ${message}`)];
}

function readRequirement(text: string): Requirement {
  const range = parseRange(text === "" ? "*" : text);
  if ("fault" in range) throw new Error(range.fault);
  return { kind: "range", range };
}

function readRelease(line: string): { mod: string; release: Release } {
  const match = /^(\S+) ([\d.]+)(?: \(([\d.]+)\))?\s*:(.*)$/.exec(line);
  if (!match) throw new Error(`not a statement of a picture: ${line}`);
  const [, mod = "", version = "", gameLine = "2.0", said = ""] = match;
  const dependencies = said.split(",").map((text) => text.trim());
  const release = makeRelease(mod, version, said.trim() === "" ? [] : dependencies);
  return { mod, release: { ...release, factorioVersion: gameLine } };
}

/** A release as the portal would describe it. */
export function makeRelease(name: string, text: string, dependencies: readonly string[]): Release {
  const version = parseVersion(text);
  if (!version) throw new Error(`${text} is not a version`);
  return {
    version,
    factorioVersion: "2.0",
    dependencies,
    fileName: `${name}_${text}.zip`,
    sha1: parseSha1("0".repeat(40)),
    download: `/download/${name}/0`,
    releasedAt: "2026-01-01T00:00:00.000000Z",
  };
}
