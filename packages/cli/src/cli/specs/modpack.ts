import {
  CONCURRENCY,
  DRY_RUN,
  GAME,
  INSTALLING,
  NO_CHANGELOG,
  NO_RECOMMENDED,
  OFFLINE,
  RESOLVING,
} from "../options.ts";
import type { CommandSpec, Words } from "../spec.ts";

const NO_INSTALL = { name: "no-install", says: "write the lockfile only; leave the mod directory alone" };
const LOOSE = { name: "loose", says: "ask for these versions or newer ones, instead of exactly these" };
const NO_LOCK = { name: "no-lock", says: "edit mods.yaml only" };

/** The commands that change a modpack. */
export const MODPACK: readonly CommandSpec[] = [
  {
    words: ["init"],
    group: "modpack",
    says: "start a mods.yaml in this folder",
    about: [
      "With --from it takes over the mods that are enabled in a mod directory, a mod-list.json, a save, a factorio-current.log or a server's folder (its mods/, else its newest save), each at the version that it has there; a save's startup settings too. What PATH is shows in what is in it. Mods that are switched off are left out.",
      "The game version becomes the line of the source, such as 2.0, even where the source tells an exact version: --factorio names another.",
    ],
    options: [
      { name: "factorio", value: "VERSION", says: "the game version, 2.0 or 2.0.77 (default: 2.0)" },
      { name: "expansion", says: "this install has the Space Age expansion" },
      { name: "from", value: "PATH", says: "take over the mods of what lies there", words: "files" },
      LOOSE,
    ],
    examples: [
      { command: "factorio-lock init --factorio 2.0", says: "for any game of the 2.0 line" },
      { command: "factorio-lock init --from ~/.factorio/mods", says: "with the mods that you play with" },
      { command: "factorio-lock init --from friday.zip", says: "with the mods of a save" },
    ],
    changes: true,
    load: () => import("../run/init.ts"),
  },
  {
    words: ["add"],
    group: "modpack",
    says: "add mods, with all that they need, and install",
    about: [
      'Without a range the newest release that fits is taken, and mods.yaml says ">= THAT VERSION": later updates are welcome, older releases are not. `MOD@RANGE` asks for what you say, `MOD@false` keeps a mod out.',
    ],
    positionals: [
      {
        name: "MOD[@RANGE]",
        required: true,
        many: true,
        says: "a mod's name, or a name and a range of versions",
        words: "known-mods",
      },
    ],
    options: [
      { name: "with-optional", says: "also add the optional mods that fit" },
      DRY_RUN,
      NO_INSTALL,
      NO_LOCK,
      ...RESOLVING,
      ...INSTALLING,
    ],
    examples: [
      { command: "factorio-lock add flib", says: "the newest release that fits" },
      { command: 'factorio-lock add "jetpack@^0.4.0" flib@0.16.5', says: "a range, and exactly one release" },
      { command: "factorio-lock add space-age", says: "a mod that ships with the game" },
    ],
    changes: true,
    load: () => import("../run/add.ts"),
  },
  {
    words: ["remove"],
    group: "modpack",
    says: "remove mods, with all that only they needed, and install",
    positionals: [{ name: "MOD", required: true, many: true, says: "a mod of mods.yaml", words: "locked-mods" }],
    options: [DRY_RUN, NO_INSTALL, NO_LOCK, ...RESOLVING, ...INSTALLING],
    examples: [{ command: "factorio-lock remove jetpack", says: "take a mod out again" }],
    changes: true,
    load: () => import("../run/remove.ts"),
  },
  {
    words: ["import"],
    group: "modpack",
    says: "add the mods that are enabled elsewhere, and install",
    about: [
      "PATH is what `init --from` takes: a mod directory, a mod-list.json, a save, a factorio-current.log, a server's folder, a metapackage (zip or info.json); or a mod pack of Clusterio, in a file or as the word itself.",
      "Only what mods.yaml does not have is added, at exactly the version there; what it says already stays, with its comments.",
    ],
    positionals: [{ name: "PATH", required: true, says: "what tells of the mods", words: "files" }],
    options: [LOOSE, DRY_RUN, NO_INSTALL, NO_LOCK, ...RESOLVING, ...INSTALLING],
    examples: [
      { command: "factorio-lock import friday.zip", says: "the mods of a save" },
      { command: "factorio-lock import friday-pack_1.0.0.zip --loose", says: "of a metapackage, or newer" },
    ],
    changes: true,
    load: () => import("../run/import.ts"),
  },
  {
    words: ["lock"],
    group: "modpack",
    says: "choose the releases and write mods.lock",
    about: ["Releases that are locked stay where they are as long as they fit; `update` moves them."],
    options: [
      { name: "check", says: "only tell whether mods.lock is up to date: exit code 5 when not" },
      DRY_RUN,
      ...RESOLVING,
    ],
    examples: [{ command: "factorio-lock lock --check", says: "in CI: fail when somebody forgot to lock" }],
    changes: true,
    load: () => import("../run/lock.ts"),
  },
  {
    words: ["install"],
    group: "modpack",
    says: "lock if needed, download, verify, make the mod directory match",
    about: [
      "With CI set in the environment and a mods.lock present, `install` means `install --locked`.",
      "With --frozen a folder that holds only mods.lock will do: nothing else is read.",
    ],
    options: [
      { name: "locked", says: "fail with exit code 5 if mods.lock would change" },
      { name: "frozen", says: "install mods.lock as it is; ask the portal nothing but the archives" },
      OFFLINE,
      DRY_RUN,
      NO_RECOMMENDED,
      GAME,
      CONCURRENCY,
      ...INSTALLING,
    ],
    examples: [
      { command: "factorio-lock install", says: "after every `git pull`" },
      { command: "factorio-lock install --frozen", says: "on a server, at every start" },
    ],
    changes: true,
    load: () => import("../run/install.ts"),
  },
  {
    words: ["update"],
    group: "modpack",
    says: "move to newer releases, and install",
    about: ["All mods, or those named. What moved is shown with its changelog."],
    positionals: [{ name: "MOD", many: true, says: "a locked mod", words: "locked-mods" }],
    options: [
      { name: "precise", value: "VERSION", says: "move the one mod named to exactly this release" },
      DRY_RUN,
      NO_INSTALL,
      NO_CHANGELOG,
      ...RESOLVING,
      ...INSTALLING,
    ],
    examples: [
      { command: "factorio-lock update --dry-run", says: "see what would move" },
      { command: "factorio-lock update flib", says: "only one mod" },
    ],
    changes: true,
    load: () => import("../run/update.ts"),
  },
  {
    words: ["set"],
    group: "modpack",
    says: "change factorio, expansion or modDirectory in mods.yaml",
    positionals: [
      {
        name: "KEY",
        required: true,
        says: "factorio, expansion or modDirectory",
        words: ["factorio", "expansion", "modDirectory"],
        closed: true,
      },
      {
        name: "VALUE",
        required: true,
        says: "the new value",
        wordsAfter: new Map<string, Words>([
          ["expansion", ["true", "false"]],
          ["modDirectory", "folders"],
        ]),
      },
    ],
    examples: [
      { command: "factorio-lock set factorio 2.0.77", says: "an exact game version" },
      { command: "factorio-lock set expansion true", says: "this install has Space Age" },
    ],
    changes: true,
    load: () => import("../run/set.ts"),
  },
];
