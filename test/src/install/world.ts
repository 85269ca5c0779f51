import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import {
  type DesiredMod,
  type DesiredState,
  type GameVersion,
  parseGameVersion,
  parseVersion,
  planInstall,
  type SettingValues,
  type Sha1,
  type Version,
} from "@factorio-lock/core";
import {
  applyInstall,
  describePathMod,
  finishProject,
  formatModList,
  holdModDirectory,
  type InstallReport,
  type ProjectFile,
  type PropertyTree,
  readModDirectory,
  readModSettings,
  verifyModDirectory,
} from "@factorio-lock/game";
import { removeFolderSync } from "../../../testing/sandbox.mjs";

/** The two states between which an install moves. */
export type SetName = "A" | "B";

/** A sandbox with a store, folders of path mods, and a mod directory. */
export interface World {
  readonly root: string;
  readonly mods: string;
  /** Whether the manifest lies elsewhere, behind a symbolic link. */
  readonly linked?: boolean;
}

const GAME = parseGameVersion("2.0") as GameVersion;

/** Archives by set: one stays, one is updated (another mod's name starts with its), one goes, two come. */
const ARCHIVES: Readonly<Record<SetName, readonly (readonly [string, string])[]>> = {
  A: [
    ["belt-polish", "1.0.0"],
    ["ore-sorter", "0.9.9"],
    ["ore-sorter_plus", "1.0.0"],
    ["rail-song", "2.0.0"],
    ["steam-organ", "1.0.0"],
  ],
  B: [
    ["belt-polish", "1.0.0"],
    ["lamp-oil", "1.0.0"],
    ["ore-sorter", "1.0.0"],
    ["ore-sorter_plus", "1.0.0"],
    ["pipe-dream", "0.1.01"],
    ["steam-organ", "1.0.1"],
  ],
};

/** Makes the sandbox. The mod directory is empty but for what others put there. */
function createWorld({ root, linked }: World): void {
  for (const folder of ["store", "old-dev-mod", "new-dev-mod", "copied-dev-mod/locale", "pack", "elsewhere"])
    mkdirSync(join(root, folder), { recursive: true });
  for (const [name, version] of [...ARCHIVES.A, ...ARCHIVES.B])
    writeFileSync(archivePathIn(root)(sha1Of(name, version)), content(name, version));
  const info = (name: string, version: string) => JSON.stringify({ name, version });
  writeFileSync(join(root, "old-dev-mod/info.json"), info("dev-mod", "1.0.0"));
  writeFileSync(join(root, "new-dev-mod/info.json"), info("dev-mod", "1.1.0"));
  writeFileSync(join(root, "copied-dev-mod/info.json"), info("copied-mod", "1.0.0"));
  writeFileSync(join(root, "copied-dev-mod/locale/en.cfg"), "[mod-name]\n");
  for (const path of ["info.json", "locale/en.cfg"])
    utimesSync(join(root, "copied-dev-mod", path), 1_600_000_000, 1_600_000_000);
  const mods = join(root, "mods");
  mkdirSync(join(mods, "unpacked-friend"), { recursive: true });
  writeFileSync(join(mods, "unpacked-friend/info.json"), info("unpacked-friend", "1.0.0"));
  writeFileSync(join(mods, "stranger_1.0.0.zip"), "not ours");
  writeFileSync(join(mods, "stranger_2.0.0.tmp.zip"), "half");
  writeFileSync(join(mods, "notes.txt"), "mine");
  if (linked) {
    writeFileSync(join(root, "elsewhere/mods.yaml"), "");
    symlinkSync(join(root, "elsewhere/mods.yaml"), join(root, "pack/mods.yaml"));
  }
}

/** Brings the world back to a state, whatever a crash left: fast, so that hundreds of points can be tried. */
export async function resetTo(world: World, set: SetName): Promise<void> {
  removeFolderSync(join(world.root));
  createWorld(world);
  await install(world, set);
}

/** The desired state of a set. */
function desiredSet({ root }: World, set: SetName): DesiredState {
  const mods: DesiredMod[] = ARCHIVES[set].map(([name, version]) => {
    const fileName = `${name}_${version}.zip`;
    return { kind: "archive", name, version: parse(version), fileName, sha1: sha1Of(name, version) };
  });
  const { target, fingerprint } = describePathMod(join(root, set === "A" ? "old-dev-mod" : "new-dev-mod"));
  mods.push({
    kind: "path",
    name: "dev-mod",
    fileName: "dev-mod",
    version: parse(set === "A" ? "1.0.0" : "1.1.0"),
    copy: false,
    target,
    fingerprint,
  });
  if (set === "B") {
    const copied = describePathMod(join(root, "copied-dev-mod"));
    mods.push({
      kind: "path",
      name: "copied-mod",
      fileName: "copied-mod_1.0.0",
      version: parse("1.0.0"),
      copy: true,
      target: copied.target,
      fingerprint: copied.fingerprint,
    });
  }
  const builtins = new Map([
    ["base", true],
    ["elevated-rails", false],
    ["quality", set === "B"],
    ["space-age", false],
  ]);
  return { mods, builtins, prune: false };
}

const packOf = ({ root }: World): string => join(root, "pack");

const textOf = (file: ProjectFile, set: SetName): string => `# ${file} of ${set}\n`.repeat(50);

/** The work of a command that begins with the modpack's files, such as `factorio-lock list`. */
export function beginAtProject(world: World): Promise<void> {
  return finishProject(packOf(world));
}

/**
 * The work of a command that begins with the mod directory, such as that of another modpack on the same
 * directory.
 */
export async function beginAtMods(world: World): Promise<void> {
  const hold = await holdModDirectory(world.mods);
  try {
    await readModDirectory(world.mods, { hold });
  } finally {
    await hold.release();
  }
}

/** The work of `factorio-lock install` with the modpack's files and the mod directory. */
export async function install(world: World, set: SetName): Promise<InstallReport> {
  await beginAtProject(world);
  const desired = desiredSet(world, set);
  const values: SettingValues = { startup: { "ore-sorter-speed": set === "A" ? 1 : 2 } };
  const hold = await holdModDirectory(world.mods);
  try {
    const plan = planInstall(desired, await readModDirectory(world.mods, { desired, hold }));
    const files = (["mods.yaml", "mods.lock"] as const).filter(
      (file) => projectText(world, file) !== textOf(file, set),
    );
    const texts = new Map(files.map((file) => [file, textOf(file, set)]));
    return await applyInstall(world.mods, plan, {
      hold,
      archivePath: archivePathIn(world.root),
      settings: { values, game: GAME },
      ...(texts.size > 0 && { project: { root: packOf(world), texts } }),
    });
  } finally {
    await hold.release();
  }
}

/**
 * The faults after a crash: `mod-list.json` must be exactly that of A or B, and every mod that it enables
 * must be there with the right content. Reads the disk without any code of the product.
 */
export function faultsIn(world: World): string[] {
  const { mods } = world;
  const text = readFileSync(join(mods, "mod-list.json"), "utf8");
  const set = (["A", "B"] as const).find((candidate) => text === listText(world, candidate));
  if (!set) return [`mod-list.json is neither A's nor B's: ${text}`];
  const faults = ARCHIVES[set].flatMap(([name, version]) => {
    const path = join(mods, `${name}_${version}.zip`);
    if (!existsSync(path)) return [`${path} is named by list ${set} and missing`];
    return readFileSync(path, "utf8") === content(name, version) ? [] : [`${path} has wrong content`];
  });
  if (!existsSync(join(mods, "dev-mod/info.json"))) faults.push("dev-mod is missing");
  if (set === "B" && !existsSync(join(mods, "copied-mod_1.0.0/locale/en.cfg"))) faults.push("copied-mod is missing");
  const settings = readModSettings(readFileSync(join(mods, "mod-settings.dat")));
  if (!settings) faults.push("mod-settings.dat is damaged");
  return [...faults, ...strangersHurt(world)];
}

/**
 * The files in `.factorio-lock`, except those that a killed process left of a lock: later holders sweep them
 * away.
 */
function controlFiles(folder: string): string[] {
  return readdirSync(join(folder, ".factorio-lock")).filter((name) => !/^[0-9a-f]{16}\./.test(name));
}

function projectText(world: World, file: ProjectFile): string | undefined {
  const path = join(packOf(world), file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** Which set is there: manifest, lockfile and mod list say the same; undefined when they do not. */
export function setIn(world: World): SetName | undefined {
  return (["A", "B"] as const).find(
    (set) =>
      readFileSync(join(world.mods, "mod-list.json"), "utf8") === listText(world, set) &&
      (["mods.yaml", "mods.lock"] as const).every((file) => projectText(world, file) === textOf(file, set)),
  );
}

/**
 * The faults of a directory that must contain exactly a set, and nothing else of ours.
 *
 * @param tidy whether nothing may be left of the work either
 */
export async function faultsInSet(world: World, set: SetName, tidy = true): Promise<string[]> {
  const { mods, linked } = world;
  const faults = faultsIn(world);
  const problems = await verifyModDirectory(mods, desiredSet(world, set));
  if (problems.length > 0) faults.push(`verify: ${JSON.stringify(problems)}`);
  if (readFileSync(join(mods, "mod-list.json"), "utf8") !== listText(world, set))
    faults.push(`mod-list.json is not ${set}'s`);
  const names = [
    ".factorio-lock",
    ...(set === "B" ? ["copied-mod_1.0.0"] : []),
    "dev-mod",
    "mod-list.json",
    "mod-settings.dat",
    "notes.txt",
    "stranger_1.0.0.zip",
    "stranger_2.0.0.tmp.zip",
    "unpacked-friend",
    ...ARCHIVES[set].map(([name, version]) => `${name}_${version}.zip`),
  ].sort();
  const found = readdirSync(mods).sort();
  if (found.join() !== names.join()) faults.push(`the folder has ${found.join()}`);
  for (const file of ["mods.yaml", "mods.lock"] as const)
    if (projectText(world, file) !== textOf(file, set)) faults.push(`${file} is not ${set}'s`);
  if (tidy) {
    const left = controlFiles(mods).join();
    if (left !== "record.json") faults.push(`.factorio-lock has ${left}`);
    const pack = readdirSync(packOf(world))
      .filter((name) => name !== ".factorio-lock" || controlFiles(packOf(world)).length > 0)
      .sort()
      .join();
    if (pack !== "mods.lock,mods.yaml") faults.push(`the modpack's folder has ${pack}`);
    const elsewhere = readdirSync(join(world.root, "elsewhere")).join();
    if (elsewhere !== (linked ? "mods.yaml" : "")) faults.push(`the linked folder has ${elsewhere}`);
    if (linked && !lstatSync(join(packOf(world), "mods.yaml")).isSymbolicLink()) faults.push("the link is gone");
  }
  const version = set === "A" ? "1.0.0" : "1.1.0";
  if (!readFileSync(join(mods, "dev-mod/info.json"), "utf8").includes(version)) faults.push("dev-mod is the other one");
  const settings = readFileSync(join(mods, "mod-settings.dat"));
  if (writtenSpeed(settings) !== (set === "A" ? 1 : 2)) faults.push("mod-settings.dat is the other one");
  return faults;
}

function strangersHurt({ root, mods }: World): string[] {
  const unhurt =
    readFileSync(join(mods, "stranger_1.0.0.zip"), "utf8") === "not ours" &&
    readFileSync(join(mods, "stranger_2.0.0.tmp.zip"), "utf8") === "half" &&
    readFileSync(join(mods, "notes.txt"), "utf8") === "mine" &&
    lstatSync(join(mods, "unpacked-friend/info.json")).isFile() &&
    ["old-dev-mod", "new-dev-mod", "copied-dev-mod"].every((folder) => existsSync(join(root, folder, "info.json")));
  return unhurt ? [] : ["what others placed was touched"];
}

function writtenSpeed(bytes: Buffer): unknown {
  const child = (tree: PropertyTree | undefined, key: string) =>
    tree?.type === "dictionary" ? tree.entries.find(([name]) => name === key)?.[1] : undefined;
  const path = ["startup", "ore-sorter-speed", "value"];
  const value = path.reduce<PropertyTree | undefined>(child, readModSettings(bytes)?.tree);
  return value?.type === "double" ? value.value : undefined;
}

function listText(world: World, set: SetName): string {
  const desired = desiredSet(world, set);
  const locked = desired.mods.map(({ name, version }) => ({ name, enabled: true, version: version.text }));
  const strangers = ["stranger", "unpacked-friend"].map((name) => ({ name, enabled: false }));
  const mods = [...locked, ...strangers].sort((a, b) => (a.name < b.name ? -1 : 1));
  return formatModList([...[...desired.builtins].map(([name, enabled]) => ({ name, enabled })), ...mods]);
}

function archivePathIn(root: string): (sha1: Sha1) => string {
  return (sha1) => join(root, "store", sha1);
}

function content(name: string, version: string): string {
  return `the archive of ${name} ${version}`;
}

function sha1Of(name: string, version: string): Sha1 {
  return createHash("sha1").update(content(name, version)).digest("hex") as Sha1;
}

function parse(text: string): Version {
  return parseVersion(text) as Version;
}
