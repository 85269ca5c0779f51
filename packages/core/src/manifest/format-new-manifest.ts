import { printKey, printPath, printQuoted } from "../yaml/print.ts";
import { checkEdit, type ModValue, printValue } from "./manifest-edit.ts";

/** What a new manifest says. */
export interface NewManifest {
  readonly factorio: string;
  readonly expansion: boolean;
  /** Left out where it is the default. */
  readonly modDirectory?: string;
  readonly mods?: ReadonlyMap<string, ModValue>;
}

/**
 * The text of a new manifest, with a comment at each key. Source: contract section 2.
 *
 * @throws FactorioLockError `USAGE` when a manifest cannot hold one of the values.
 */
export function formatNewManifest({ factorio, expansion, modDirectory, mods = new Map() }: NewManifest): string {
  checkEdit({ kind: "set", key: "factorio", value: factorio });
  if (modDirectory !== undefined) checkEdit({ kind: "set", key: "modDirectory", value: modDirectory });
  for (const [name, value] of mods) checkEdit({ kind: "set-mod", name, value });
  return [
    "# The mods of this game. After a change run `factorio-lock install`.",
    "",
    "# The game version: a line like 2.0, or an exact version like 2.0.77.",
    `factorio: ${printQuoted(factorio)}`,
    "",
    "# Whether this game has the expansion Space Age.",
    `expansion: ${expansion}`,
    "",
    ...(modDirectory === undefined ? [] : ["# Where the mods go.", `modDirectory: ${printPath(modDirectory)}`, ""]),
    '# The mods: "*" is any version; others are "1.2.3", ">= 1.2.0", "^1.2.0"; false keeps a mod out.',
    "mods:",
    ...[...mods].map(([name, value]) => `  ${printKey(name)}: ${printValue(value)}`),
    ...(mods.size > 0 ? [] : ['  # some-mod: "*"']),
    "",
  ].join("\n");
}
