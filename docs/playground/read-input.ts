import { formatLockfile, formatNewManifest, isBuiltin, type ModValue, type Requirement } from "@factorio-lock/core";
import { type DroppedFile, type ModSource, readDroppedFile } from "@factorio-lock/game/browser";

/** What somebody gave: a manifest to look at and change, and a lockfile where one came along. */
export interface Input {
  /** The text of `mods.yaml`. */
  readonly manifest: string;
  /** The text of `mods.lock`. */
  readonly lockfile?: string;
  /** What it was, in a few words. */
  readonly kind: string;
  readonly warnings: readonly string[];
}

const KINDS: Readonly<Record<ModSource["kind"], string>> = {
  "mod-directory": "a mods folder",
  "mod-list": "a mod list",
  save: "a save",
  log: "a log of the game",
  metapackage: "a metapackage",
  "mod-pack": "a mod pack of Clusterio",
  lockfile: "a lockfile",
  pack: "a pack file",
};

/**
 * Reads a file that was dropped, or a text that was pasted: a `mods.yaml` as it is, anything else as `init --from` takes it.
 *
 * @throws FactorioLockError where it names no mods
 */
export async function readInput(file: DroppedFile): Promise<Input> {
  const manifest = await manifestText(file);
  if (manifest !== undefined) return { manifest, kind: "a manifest", warnings: [] };
  const source = await readDroppedFile(file);
  const { locked } = source;
  return {
    manifest: manifestOf(source),
    ...(locked ? { lockfile: formatLockfile(locked.lockfile) } : {}),
    kind: KINDS[source.kind],
    warnings: [...source.warnings.map(({ message }) => message), ...offWords(source)],
  };
}

/** What `init --from` asks the mod portal for is said instead: nothing is asked before somebody presses Solve. */
function offWords({ off, locked }: ModSource): string[] {
  if (locked || off.length === 0) return [];
  return [`Switched off there: ${off.join(", ")}. To keep one out that another mod recommends, write \`NAME: false\`.`];
}

/** The text where it is a manifest, right or wrong. */
async function manifestText(file: DroppedFile): Promise<string | undefined> {
  if (file.size > 2 ** 20) return undefined;
  const text = new TextDecoder().decode(await file.slice(0, file.size).arrayBuffer());
  const isOurs = /^(?:factorio|mods):/m.test(text) && !/^lockfileVersion:/m.test(text);
  return isOurs && !/^\s*[[{]/.test(text) ? text : undefined;
}

function manifestOf({ game, mods, settings, locked }: ModSource): string {
  const wanted = locked ? locked.lockfile.requirements : undefined;
  const values = wanted
    ? new Map([...wanted].map(([name, requirement]) => [name, valueOf(requirement)] as const))
    : new Map<string, ModValue>([
        ...mods
          .filter(({ name }) => name !== "base")
          .map(({ name, version, range }) => [name, range ?? version?.text ?? "*"] as const),
      ]);
  const isExpanded = locked ? locked.lockfile.expansion : mods.some(({ name }) => name !== "base" && isBuiltin(name));
  return formatNewManifest({
    // The line: a patch would keep everybody from all later ones.
    factorio: locked ? locked.lockfile.factorio.text : (/^\d+\.\d+/.exec(game?.text ?? "")?.[0] ?? "2.0"),
    expansion: isExpanded,
    mods: values,
    ...(settings ? { settings } : {}),
  });
}

function valueOf(requirement: Requirement): ModValue {
  if (requirement.kind !== "refused") return wantedOf(requirement);
  const { remembered } = requirement;
  return remembered === undefined ? false : { wanted: wantedOf(remembered), enabled: false };
}

function wantedOf(requirement: Exclude<Requirement, { readonly kind: "refused" }>): string | { readonly path: string } {
  return requirement.kind === "range" ? requirement.range.text : { path: requirement.path };
}
