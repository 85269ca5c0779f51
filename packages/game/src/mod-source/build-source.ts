import {
  compareNames,
  type GameVersion,
  isBuiltin,
  isSafeName,
  parseGameVersion,
  readVersion,
  type SettingValues,
  type Warning,
} from "@factorio-lock/core";
import { enumerated } from "./enumerated.ts";
import type { LockedSource, ModSource, SourceKind, SourceMod } from "./mod-source.ts";

/** The content of a source file, before it is checked. */
export interface RawSource {
  readonly kind: SourceKind;
  readonly path: string;
  readonly game?: string | undefined;
  readonly mods: readonly RawMod[];
  readonly off?: readonly string[];
  /** Default true. */
  readonly complete?: boolean;
  readonly locked?: LockedSource;
  readonly settings?: SettingValues | undefined;
  readonly warnings?: readonly Warning[];
}

/** A mod as listed in a file. */
export interface RawMod {
  readonly name: string;
  readonly version?: string | undefined;
  readonly range?: string | undefined;
  readonly source: string;
  readonly archive?: string | undefined;
}

/**
 * Builds a source from the content of a file. Invalid mod names are left out with a warning; `core` is left out. Of two
 * entries for one mod the later counts. Builtin mods get no version, because it follows from the game's.
 */
export function buildSource(raw: RawSource): ModSource {
  const { kind, path, game, mods, off = [], complete = true, locked, settings, warnings = [] } = raw;
  const known = new Map<string, SourceMod>();
  const unsafe: string[] = [];
  for (const { name, version, range, source, archive } of mods) {
    if (name === "core") continue;
    if (!isSafeName(name)) unsafe.push(name);
    else if (isBuiltin(name)) known.set(name, { name, version: undefined, source });
    else {
      known.set(name, {
        name,
        version: version === undefined ? undefined : readVersion(version),
        ...(range === undefined ? {} : { range }),
        source,
        ...(archive === undefined ? {} : { archive }),
      });
    }
  }
  const found = [...known.values()].sort((a, b) => compareNames(a.name, b.name));
  const open = found.filter(({ name, version, range }) => !isBuiltin(name) && !version && range === undefined);
  return {
    kind,
    path,
    game: parseOptionalGameVersion(game),
    mods: found,
    off: [...new Set(off)].filter((name) => name !== "core" && isSafeName(name) && !known.has(name)).sort(compareNames),
    complete,
    ...(locked ? { locked } : {}),
    settings,
    warnings: [
      ...warnings,
      ...unsafe.map((name): Warning => {
        const shown = JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}…` : name);
        return { code: "UNSAFE_NAME", message: `${shown} cannot be the name of a mod; it is left out.` };
      }),
      ...(open.length > 0 ? [versionsUnknown(open.map(({ name }) => name))] : []),
    ],
  };
}

function parseOptionalGameVersion(text: string | undefined): GameVersion | undefined {
  const version = text === undefined ? undefined : readVersion(text);
  return version && parseGameVersion(/^\d+\.\d+(?:\.\d+)?/.exec(version.text)?.[0] ?? "");
}

function versionsUnknown(names: readonly string[]): Warning {
  return {
    code: "VERSION_UNKNOWN",
    message: `The version of ${enumerated(names)} is not known: any release will do.`,
    ...(names.length === 1 ? { mod: names[0] as string } : {}),
  };
}
