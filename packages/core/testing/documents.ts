import fc from "fast-check";
import { parseGameVersion } from "../src/game/game-version.ts";
import type { LockedMod, Lockfile } from "../src/lockfile/lockfile.ts";
import type { Manifest, Requirement } from "../src/manifest/manifest.ts";
import { parseManifest } from "../src/manifest/parse-manifest.ts";
import { compareNames, isBuiltin, isSafeName } from "../src/mod/mod-name.ts";
import { parseSha1, type Sha1 } from "../src/mod/sha1.ts";
import { readVersion, type Version } from "../src/version/version.ts";

/** Parses a version; throws if the text is not one. */
export function version(text: string): Version {
  const read = readVersion(text);
  if (!read) throw new Error(`${text} is no version`);
  return read;
}

/** A manifest from the lines below `mods:`. */
export function manifest(mods: string, head = 'factorio: "2.0"'): Manifest {
  return parseManifest(`${head}\nmods:\n${mods}`, "mods.yaml");
}

/**
 * A lockfile in short form: each mod as `[version, ...dependencies]`; `path:PATH@VERSION` in place of the version for a
 * path mod.
 */
export interface ShortLockfile {
  readonly factorio?: string;
  readonly expansion?: boolean;
  /** The lines below the manifest's `mods:`. */
  readonly asks?: string;
  readonly builtin?: readonly string[];
  readonly mods?: Readonly<Record<string, readonly string[]>>;
}

export function lockfile({
  factorio = "2.0",
  expansion = false,
  asks = "",
  builtin,
  mods = {},
}: ShortLockfile): Lockfile {
  const game = parseGameVersion(factorio);
  if (!game) throw new Error(`${factorio} is no game version`);
  const locked = Object.entries(mods).map(([name, [text = "", ...dependencies]]) => {
    return [name, lockedMod(name, text, dependencies)] as const;
  });
  return {
    factorio: game,
    minimumFactorio: undefined,
    expansion,
    requirements: new Map([...manifest(asks).mods].sort(([a], [b]) => compareNames(a, b))),
    builtin: builtin ?? ["base"],
    mods: new Map(locked.sort(([a], [b]) => compareNames(a, b))),
  };
}

function lockedMod(name: string, text: string, dependencies: readonly string[]): LockedMod {
  const path = /^path:(.*)@(.*)$/.exec(text);
  if (path) return { kind: "path", version: version(path[2] ?? ""), path: path[1] ?? "", dependencies };
  return {
    kind: "release",
    version: version(text),
    file: `${name}_${text}.zip`,
    sha1: sha1("a"),
    download: `/download/${name}/0123456789abcdef01234567`,
    released: "2026-01-02T03:04:05.000000Z",
    dependencies,
  };
}

/** A SHA-1 of forty equal digits. */
export function sha1(digit: string): Sha1 {
  return parseSha1(digit.repeat(40)) as Sha1;
}

/** Version texts, some zero-padded, some of two numbers. */
export const anyVersionText: fc.Arbitrary<string> = fc
  .tuple(fc.nat(65_535), fc.nat(65_535), fc.option(fc.nat(65_535)), fc.boolean())
  .map(([major, minor, patch, padded]) => {
    const rest = patch === null ? "" : `.${padded ? "0" : ""}${patch}`;
    return `${major}.${minor}${rest}`;
  });

/** Names that a mod on the portal can have, including those that YAML would not read as text. */
export const anyModName: fc.Arbitrary<string> = fc
  .oneof(
    fc.string({ unit: fc.constantFrom(..."abcXYZ019_- .".split("")), minLength: 1, maxLength: 12 }),
    fc.constantFrom(
      "no",
      "on",
      "true",
      "null",
      "1.0",
      "0x1f",
      "1e5",
      "248k",
      "-",
      "__proto__",
      "constructor",
      "Squeak Through",
    ),
  )
  .filter((name) => isSafeName(name) && !isBuiltin(name) && name !== "core");

const anyDependencies = fc.array(
  fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc
      .tuple(fc.constantFrom("", "? ", "! ", "~", "(?) ", "+ "), anyModName, anyVersionText)
      .map(([kind, name, text]) => {
        return `${kind}${name} >= ${text}`;
      }),
  ),
  { maxLength: 4 },
);

const anyPath = fc
  .string({ unit: fc.constantFrom(..."abc./- '\"#:é".split("")), minLength: 1, maxLength: 10 })
  .map((text) => `../${text}`)
  .filter((text) => text.trim() === text);

const anyHex = fc.string({ unit: fc.constantFrom(..."0123456789abcdef".split("")), minLength: 40, maxLength: 40 });

/** A locked mod that fits the name. */
function anyLockedMod(name: string): fc.Arbitrary<LockedMod> {
  const dependencies = fc.option(anyDependencies, { nil: undefined });
  const release = fc
    .record({ text: anyVersionText, hex: anyHex, dependencies })
    .map(({ text, hex, ...rest }): LockedMod => {
      const download = `/download/${encodeURIComponent(name)}/${hex.slice(0, 24)}`;
      const file = `${name}_${text}.zip`;
      return {
        kind: "release",
        version: version(text),
        file,
        sha1: parseSha1(hex) as Sha1,
        download,
        released: `2026-01-${hex.slice(0, 2)}`,
        ...rest,
      };
    });
  const path = fc.record({ text: anyVersionText, path: anyPath, dependencies }).map(({ text, ...rest }): LockedMod => {
    return { kind: "path", version: version(text), ...rest };
  });
  return fc.oneof({ weight: 4, arbitrary: release }, { weight: 1, arbitrary: path });
}

const anyRequirement: fc.Arbitrary<Requirement> = fc
  .oneof(
    fc.constantFrom('"*"', '">= 1.2, < 2.0"', "^1.0", "~0.4", "false", "1.x", '"1.0 - 2.0 || 3.1"'),
    fc.constantFrom('{ version: ">= 1.2", enabled: false }', "{ version: 1.0, enabled: false }"),
    anyPath.map((path) => `{ path: ${JSON.stringify(path)} }`),
    anyPath.map((path) => `{ path: ${JSON.stringify(path)}, enabled: false }`),
  )
  .map((text) => manifest(`  a: ${text}\n`).mods.get("a") as Requirement);

/** Lockfiles in name order, whose mods need not fit together. */
export const anyLockfile: fc.Arbitrary<Lockfile> = fc.uniqueArray(anyModName, { maxLength: 6 }).chain((names) =>
  fc.record({
    factorio: fc.constantFrom("2.0", "1.1.110", "2.1").map((text) => parseGameVersion(text) as Lockfile["factorio"]),
    minimumFactorio: fc.option(anyVersionText.map(version), { nil: undefined }),
    expansion: fc.boolean(),
    requirements: fc
      .tuple(...names.map((name) => anyRequirement.map((requirement) => [name, requirement] as const)))
      .map((entries) => new Map(entries.toSorted(([a], [b]) => compareNames(a, b)))),
    builtin: fc.subarray(["base", "elevated-rails", "quality", "space-age"]),
    mods: fc
      .tuple(...names.map((name) => anyLockedMod(name).map((mod) => [name, mod] as const)))
      .map((entries) => new Map(entries.toSorted(([a], [b]) => compareNames(a, b)))),
  }),
);
