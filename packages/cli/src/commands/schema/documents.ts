import { PACK_KEYS, type TreeNode } from "@factorio-lock/core";
import type { SettingJson } from "../../modpack/setting-changes.ts";
import { EXPORT_FORMATS } from "../export/formats/formats.ts";
import { COUNT, either, exactly, FLAG, type JsonSchema, listOf, oneOf, only, orNull, TEXT } from "./json-schema.ts";
import type { Documented } from "./results.ts";

/** Warnings: they do not stop a command. */
const warnings = listOf(exactly({ code: TEXT, message: TEXT, mod: TEXT }, ["mod"]));

const modChange = exactly({
  name: TEXT,
  version: TEXT,
  requested: FLAG,
  change: oneOf("added", "updated", "unchanged", "removed"),
  from: orNull(TEXT),
});

const changelogs = listOf(
  exactly({
    mod: TEXT,
    from: TEXT,
    to: TEXT,
    undone: FLAG,
    sections: listOf(
      exactly({
        version: TEXT,
        date: orNull(TEXT),
        categories: listOf(exactly({ name: TEXT, entries: listOf(TEXT) })),
      }),
    ),
  }),
);

const CHANGE = {
  factorio: TEXT,
  mods: listOf(modChange),
  builtin: listOf(TEXT),
  lockfile: exactly({ path: TEXT, changed: FLAG }),
  downloaded: exactly({ files: COUNT, bytes: COUNT }),
  reused: exactly({ files: COUNT }),
  directory: exactly(
    {
      path: TEXT,
      kept: COUNT,
      placed: listOf(TEXT),
      removed: listOf(TEXT),
      setAside: listOf(TEXT),
      asideFolder: TEXT,
      enabled: listOf(TEXT),
      disabled: listOf(TEXT),
      modList: oneOf("same", "changed", "new", "repaired"),
      settingsChanged: FLAG,
    },
    ["asideFolder"],
  ),
  dryRun: only(true),
  heldBack: listOf(exactly({ name: TEXT, version: TEXT, newest: TEXT, by: listOf(TEXT) })),
  leftOut: exactly({ olderThan: TEXT, releases: COUNT }),
  warnings,
};

const keptOut = listOf(exactly({ name: TEXT, version: TEXT, newest: TEXT, pinned: FLAG }));

const step = {
  kind: oneOf("command", "hand", "outside"),
  time: TEXT,
  command: orNull(TEXT),
  summary: TEXT,
};

/** Absent where the mod directory was left alone, or where there is nothing of the kind. */
const NOT_ALWAYS = ["downloaded", "reused", "directory", "dryRun", "heldBack", "leftOut"] as const;

/** The names of a table's properties. */
function keysOf<T extends object>(table: T): (keyof T)[] {
  return Object.keys(table) as (keyof T)[];
}

/** A change with further properties. */
function change<const More extends Readonly<Record<string, JsonSchema>>>(more: More) {
  return exactly({ ...CHANGE, ...more }, NOT_ALWAYS);
}

const edge = exactly(
  {
    kind: oneOf("manifest", "required", "unordered", "optional", "hidden", "recommended", "incompatible"),
    constraint: TEXT,
  },
  ["constraint"],
);

/** A picture as data. */
const graph = exactly(
  {
    nodes: listOf(
      exactly(
        {
          name: TEXT,
          kind: oneOf("manifest", "builtin", "release", "path", "absent"),
          version: TEXT,
          requested: FLAG,
          mark: oneOf("focus", "held", "conflict"),
          note: TEXT,
        },
        ["version", "mark", "note"],
      ),
    ),
    edges: listOf(
      exactly(
        {
          from: TEXT,
          to: TEXT,
          kind: oneOf(
            "manifest",
            "holds",
            "before",
            "required",
            "unordered",
            "optional",
            "hidden",
            "recommended",
            "incompatible",
          ),
          constraint: TEXT,
          limits: FLAG,
          label: TEXT,
        },
        ["constraint", "label"],
      ),
    ),
    families: listOf(listOf(TEXT)),
    alone: listOf(TEXT),
    layers: listOf(listOf(TEXT)),
    notes: listOf(TEXT),
  },
  ["layers"],
);

/** A node by reference, as nodes contain nodes. */
const NODE: JsonSchema<TreeNode> = { $ref: "#/$defs/treeNode" };

const treeNode = exactly(
  {
    name: TEXT,
    kind: TEXT,
    version: TEXT,
    edge,
    repeated: FLAG,
    children: listOf(NODE),
  },
  ["version"],
);

/** Where mods were taken over from. */
const source = exactly({
  kind: oneOf("mod-directory", "mod-list", "save", "log", "metapackage", "mod-pack", "lockfile", "pack"),
  path: TEXT,
  factorio: orNull(TEXT),
});

const importedMods = listOf(exactly({ name: TEXT, range: TEXT, source: TEXT, path: TEXT }, ["path"]));

/** A value of a setting; a whole number beyond 2⁵³ as its digits. */
const settingValue: JsonSchema<SettingJson> = { type: ["null", "boolean", "number", "string", "object"] };

const settingChanges = listOf(
  exactly({ section: oneOf("startup", "runtime-global"), name: TEXT, from: settingValue, to: settingValue }),
);

/** The properties of `sync` besides those of a change. */
const SYNCED = {
  from: source,
  manifest: exactly({ path: TEXT, changed: FLAG, isNew: FLAG }),
  factorioBefore: orNull(TEXT),
  off: listOf(TEXT),
  settings: settingChanges,
};

const nameAndReasons = exactly({ name: TEXT, because: listOf(TEXT) });

/** How much can move to another game line. */
const MOVE = {
  from: TEXT,
  to: TEXT,
  movable: listOf(TEXT),
  blocked: listOf(
    exactly({
      name: TEXT,
      from: orNull(TEXT),
      reason: oneOf("no-release", "needs", "conflict"),
      because: listOf(TEXT),
    }),
  ),
  largest: listOf(TEXT),
  exact: FLAG,
  ready: listOf(exactly({ name: TEXT, from: orNull(TEXT), version: TEXT })),
  held: listOf(nameAndReasons),
  loosened: listOf(exactly({ name: TEXT, from: TEXT, to: TEXT })),
  needed: listOf(TEXT),
  builtinAdded: listOf(exactly({ name: TEXT, neededBy: listOf(TEXT) })),
};

const swept = exactly({ directory: TEXT, archives: COUNT, partials: COUNT, bytes: COUNT, held: listOf(TEXT) });

const nameAndVersion = exactly({ name: TEXT, version: TEXT });

/** A game on this machine. */
const game = exactly({
  version: TEXT,
  kind: oneOf("headless", "alpha", "expansion"),
  origin: oneOf("steam", "flatpak", "gog", "standalone", "wsl", "downloaded", "named"),
  directory: TEXT,
  modDirectory: TEXT,
  writeFolder: TEXT,
  builtin: listOf(nameAndVersion),
});

const GIT_SETTINGS: JsonSchema<Readonly<Record<string, string>>> = { type: "object", additionalProperties: TEXT };

const ANY_OBJECT: JsonSchema<object> = { type: "object" };

const documents = {
  init: exactly(
    {
      manifest: exactly({ path: TEXT }),
      factorio: TEXT,
      expansion: FLAG,
      from: source,
      mods: importedMods,
      off: listOf(TEXT),
      settings: COUNT,
      warnings,
    },
    ["from", "mods", "off", "settings", "warnings"],
  ),
  sync: change(SYNCED),
  add: change({
    added: listOf(exactly({ name: TEXT, range: either(TEXT, only(false)), changed: FLAG })),
    brings: listOf(exactly({ name: TEXT, version: TEXT, neededBy: listOf(TEXT) })),
    optional: listOf(exactly({ name: TEXT, version: TEXT, title: orNull(TEXT), of: TEXT })),
  }),
  remove: change({}),
  disable: change({}),
  enable: change({}),
  pin: change({ pinned: listOf(exactly({ name: TEXT, version: TEXT })) }),
  unpin: change({ unpinned: listOf(exactly({ name: TEXT, version: TEXT })) }),
  undo: change({ undone: listOf(exactly(step)) }),
  history: exactly({ changes: listOf(exactly({ undo: COUNT, ...step })) }),
  edit: change({}),
  import: change({
    from: source,
    added: importedMods,
    kept: listOf(TEXT),
    adopted: listOf(exactly({ name: TEXT, from: TEXT, to: TEXT })),
    off: listOf(TEXT),
    expansionSet: FLAG,
  }),
  lock: change({}),
  install: change({}),
  upgrade: exactly({ ...CHANGE, ...MOVE, dropped: listOf(TEXT) }, [...keysOf(CHANGE), "dropped"]),
  update: exactly({ ...CHANGE, ...SYNCED, changelogs, keptOut }, [
    ...NOT_ALWAYS,
    ...keysOf(SYNCED),
    "changelogs",
    "keptOut",
  ]),
  set: exactly({
    key: oneOf("factorio", "expansion", "modDirectory", "updates.olderThan", ...PACK_KEYS.map((key) => `pack.${key}`)),
    value: either(TEXT, FLAG),
    manifest: exactly({ path: TEXT, changed: FLAG }),
  }),
  settings: exactly(
    {
      settings: listOf(
        exactly({
          section: oneOf("startup", "runtime-global"),
          name: TEXT,
          manifest: settingValue,
          file: settingValue,
        }),
      ),
      other: TEXT,
      changes: settingChanges,
      manifest: exactly({ path: TEXT, changed: FLAG }),
    },
    ["settings", "other", "changes", "manifest"],
  ),
  trust: exactly({ project: TEXT, directory: TEXT, inside: FLAG, changed: FLAG }),
  untrust: exactly({ project: TEXT, directories: listOf(TEXT) }),
  outdated: exactly(
    {
      factorio: TEXT,
      mods: listOf(
        exactly({ name: TEXT, current: TEXT, newestFitting: orNull(TEXT), newest: TEXT, heldBackBy: listOf(TEXT) }),
      ),
      ...MOVE,
    },
    ["factorio", "mods", ...keysOf(MOVE)],
  ),
  status: exactly({
    name: TEXT,
    factorio: TEXT,
    expansion: FLAG,
    mods: COUNT,
    lock: oneOf("fresh", "stale", "missing", "conflicted"),
    reasons: listOf(TEXT),
    directory: exactly({ path: TEXT, there: COUNT, wanted: COUNT, allowed: FLAG }),
    newer: listOf(TEXT),
    game: orNull(TEXT),
    next: listOf(TEXT),
  }),
  graph: exactly({
    format: oneOf("svg", "html", "mermaid", "dot", "json"),
    title: TEXT,
    graph,
    file: orNull(TEXT),
    text: orNull(TEXT),
  }),
  tree: exactly({ factorio: TEXT, tree: listOf(NODE) }),
  why: exactly({
    mod: TEXT,
    version: orNull(TEXT),
    chains: listOf(listOf(exactly({ name: TEXT, version: TEXT, edge }))),
  }),
  list: exactly({
    factorio: TEXT,
    builtin: listOf(TEXT),
    mods: listOf(
      exactly(
        {
          name: TEXT,
          version: TEXT,
          requested: FLAG,
          released: orNull(TEXT),
          file: orNull(TEXT),
          sha1: orNull(TEXT),
          path: orNull(TEXT),
          size: orNull(COUNT),
          title: orNull(TEXT),
          licence: orNull(TEXT),
          licenceUrl: orNull(TEXT),
        },
        ["title", "licence", "licenceUrl"],
      ),
    ),
    warnings,
  }),
  diff: exactly({
    old: TEXT,
    new: TEXT,
    factorio: orNull(exactly({ from: TEXT, to: TEXT })),
    expansion: orNull(exactly({ from: FLAG, to: FLAG })),
    builtin: exactly({ added: listOf(TEXT), removed: listOf(TEXT) }),
    mods: listOf(modChange),
    settings: settingChanges,
    changelogs,
  }),
  export: exactly(
    {
      format: oneOf(...EXPORT_FORMATS),
      mods: COUNT,
      file: orNull(TEXT),
      text: orNull(TEXT),
      beside: TEXT,
      warnings,
    },
    ["beside"],
  ),
  verify: exactly({
    directory: TEXT,
    mods: COUNT,
    problems: listOf(
      exactly({
        mod: TEXT,
        file: TEXT,
        problem: oneOf("missing", "checksum", "unreadable", "disabled", "enabled", "unlocked"),
      }),
    ),
    others: COUNT,
  }),
  search: exactly({
    query: TEXT,
    factorio: orNull(TEXT),
    mods: listOf(
      exactly({
        name: TEXT,
        title: TEXT,
        owner: TEXT,
        summary: TEXT,
        downloads: COUNT,
        version: orNull(TEXT),
        factorio: listOf(TEXT),
      }),
    ),
  }),
  info: exactly({
    name: TEXT,
    title: TEXT,
    owner: TEXT,
    summary: TEXT,
    category: orNull(TEXT),
    downloads: COUNT,
    deprecated: FLAG,
    license: orNull(TEXT),
    homepage: orNull(TEXT),
    source: orNull(TEXT),
    locked: orNull(TEXT),
    releases: listOf(exactly({ version: TEXT, factorio: TEXT, released: TEXT, dependencies: listOf(TEXT) })),
  }),
  login: exactly({ username: TEXT, portal: TEXT, file: TEXT }),
  logout: exactly({ portal: orNull(TEXT), removed: FLAG, forgotten: listOf(TEXT), kept: listOf(TEXT) }),
  whoami: exactly({
    portal: TEXT,
    username: TEXT,
    source: TEXT,
    accepted: orNull(FLAG),
    logins: listOf(exactly({ portal: TEXT, username: TEXT })),
  }),
  launch: exactly({
    game: exactly({ version: TEXT, kind: TEXT, directory: TEXT }),
    modDirectory: TEXT,
    exitCode: orNull(COUNT),
    changes: orNull(
      exactly({
        enabled: listOf(TEXT),
        disabled: listOf(TEXT),
        added: listOf(nameAndVersion),
        removed: listOf(TEXT),
        updated: listOf(exactly({ name: TEXT, from: TEXT, to: TEXT })),
        settings: FLAG,
      }),
    ),
    adopt: orNull(TEXT),
    warnings,
  }),
  check: exactly({
    directory: TEXT,
    loads: FLAG,
    order: listOf(nameAndVersion),
    problems: listOf(exactly({ mod: TEXT, problem: TEXT, message: TEXT })),
    game: orNull(
      exactly({
        version: TEXT,
        directory: TEXT,
        loaded: FLAG,
        order: listOf(nameAndVersion),
        said: listOf(TEXT),
        exitCode: COUNT,
        timedOut: FLAG,
      }),
    ),
  }),
  bisect: exactly({ culprits: listOf(nameAndVersion), tries: COUNT, mods: COUNT, warnings }),
  games: exactly({ games: listOf(game) }),
  "games install": exactly({ version: TEXT, kind: TEXT, directory: TEXT, sha256: TEXT, present: FLAG }),
  "games prune": exactly({ directory: TEXT, removed: listOf(TEXT), kept: listOf(TEXT) }),
  "cache dir": exactly({ directory: TEXT }),
  "cache size": exactly({ directory: TEXT, archives: COUNT, bytes: COUNT, partials: COUNT, partialBytes: COUNT }),
  "cache prune": swept,
  "cache verify": exactly({ directory: TEXT, checked: COUNT, bytes: COUNT, damaged: listOf(TEXT), held: listOf(TEXT) }),
  "cache clean": swept,
  "mirror serve": exactly({ url: TEXT, directory: TEXT }),
  "mirror add": exactly({
    directory: TEXT,
    added: listOf(TEXT),
    present: COUNT,
    downloaded: exactly({ files: COUNT, bytes: COUNT }),
  }),
  "mirror prune": exactly({
    directory: TEXT,
    removed: listOf(exactly({ file: TEXT, name: TEXT, version: TEXT, bytes: COUNT })),
    kept: COUNT,
    held: listOf(TEXT),
  }),
  "mirror push": exactly({
    directory: TEXT,
    written: listOf(TEXT),
    bytes: COUNT,
    unchanged: COUNT,
    stale: listOf(TEXT),
  }),
  "mirror export": exactly({ directory: TEXT, mods: COUNT, releases: COUNT, out: TEXT }),
  doctor: exactly({
    checks: listOf(
      exactly({ name: TEXT, status: oneOf("good", "doubtful", "bad", "skipped"), message: TEXT, hint: TEXT }, ["hint"]),
    ),
    libraries: listOf(TEXT),
  }),
  "git-setup": exactly({
    settings: GIT_SETTINGS,
    attributes: exactly({ path: TEXT, changed: FLAG }),
  }),
  "merge-driver": exactly({ file: oneOf("manifest", "lockfile"), merged: FLAG, reason: orNull(TEXT) }),
  textconv: exactly({ lines: listOf(TEXT) }),
  completion: exactly({
    shell: TEXT,
    script: TEXT,
    installed: orNull(exactly({ path: TEXT, changed: orNull(TEXT) })),
  }),
  complete: exactly({ completions: listOf(exactly({ word: TEXT, summary: TEXT })) }),
  schema: exactly({ schema: ANY_OBJECT }),
  version: exactly({ version: TEXT }),
  help: exactly({ topic: orNull(TEXT), commands: listOf(exactly({ name: TEXT, summary: TEXT })) }),
};

/**
 * The content of each command's document, by the command's words. The compiler compares each with the result of its
 * command: `Documented` names those that do not fit.
 */
export const DOCUMENTS: Readonly<Record<string, JsonSchema>> = documents satisfies Documented<typeof documents>;

/** Warnings as all documents have them. */
export const WARNINGS: JsonSchema = warnings;

/** Schemas that documents refer to. */
export const DEFINITIONS: Readonly<Record<string, JsonSchema>> = { treeNode };
