import { describe, expect, test } from "vitest";
import { parseGameVersion } from "../game/game-version.ts";
import type { Lockfile } from "../lockfile/lockfile.ts";
import { parseSha1, type Sha1 } from "../mod/sha1.ts";
import { readVersion, type Version } from "../version/version.ts";
import { type DesiredArchive, type DesiredPath, type DesiredState, desiredState } from "./desired-state.ts";
import type { DirectoryMod, DirectoryState } from "./directory-state.ts";
import type { ModListEntry } from "./mod-list.ts";
import { planInstall } from "./plan-install.ts";

const version = (text: string) => readVersion(text) as Version;
const sha1 = (digit: string) => parseSha1(digit.repeat(40)) as Sha1;

function archive(name: string, text: string, digit = "a"): DesiredArchive {
  return { kind: "archive", name, version: version(text), fileName: `${name}_${text}.zip`, sha1: sha1(digit) };
}

function pathMod(name: string, options: Partial<DesiredPath> = {}): DesiredPath {
  const fixed = { kind: "path", name, version: version("1.0.0"), fileName: name, copy: false } as const;
  return { ...fixed, target: `/home/dev/${name}`, fingerprint: "f1", ...options };
}

function desired(mods: DesiredState["mods"], options: Partial<DesiredState> = {}): DesiredState {
  const builtins = new Map([
    ["quality", true],
    ["base", true],
    ["space-age", false],
  ]);
  return { mods, builtins, prune: false, ...options };
}

/** A directory entry of this name, as a scan would return it. */
function present(fileName: string, facts: Partial<DirectoryMod> = {}): DirectoryMod {
  const match = /^(.+)_(\d+\.\d+\.\d+)(\.zip)?$/.exec(fileName);
  return {
    fileName,
    path: `/mods/${fileName}`,
    stamp: { size: 1, modified: 1, inode: "1" },
    kind: fileName.endsWith(".zip") ? "archive" : "folder",
    name: match?.[1] ?? fileName,
    version: match?.[2] === undefined ? undefined : version(match[2]),
    unversioned: match === null,
    placed: undefined,
    sha1: undefined,
    target: undefined,
    fingerprint: undefined,
    ...facts,
  };
}
const ours = (fileName: string, digit = "a") => present(fileName, { placed: "intact", sha1: sha1(digit) });

function observed(mods: readonly DirectoryMod[], facts: Partial<DirectoryState> = {}): DirectoryState {
  const still = { hasModList: true, foldsCase: false, interrupted: false, unrecorded: false, gameIsRunning: false };
  return { present: mods, modList: undefined, ...still, ...facts };
}

const on = (name: string, text?: string): ModListEntry => ({
  name,
  enabled: true,
  ...(text !== undefined && { version: text }),
});
const off = (name: string): ModListEntry => ({ name, enabled: false });
const BUILTINS = [on("base"), on("quality"), off("space-age")];
const files = (mods: readonly { readonly fileName: string }[]) => mods.map(({ fileName }) => fileName);

describe("an install into an empty folder", () => {
  const plan = planInstall(desired([archive("alpha", "1.0.0"), archive("zeta", "0.1.01")]), observed([]));

  test("places every archive", () => {
    expect(plan.link.map(({ mod }) => mod.fileName)).toEqual(["alpha_1.0.0.zip", "zeta_0.1.01.zip"]);
    expect(plan.changes).toBe(true);
  });

  test("lists base, the other builtin mods on or off without version, then the mods with theirs", () => {
    expect(plan.modList).toEqual([...BUILTINS, on("alpha", "1.0.0"), on("zeta", "0.1.01")]);
  });
});

describe("nothing to do", () => {
  const modList = [on("alpha", "1.00.0"), off("space-age"), on("quality"), on("base")];

  test("when all is there and the list says the same, in whatever order and spelling", () => {
    const plan = planInstall(desired([archive("alpha", "1.0.0")]), observed([ours("alpha_1.0.0.zip")], { modList }));
    expect(plan).toMatchObject({ changes: false, modListChanges: false, link: [], remove: [], warnings: [] });
    expect(files(plan.keep.map((kept) => kept.present))).toEqual(["alpha_1.0.0.zip"]);
  });

  test("but when an install was interrupted, there is", () => {
    const state = observed([ours("alpha_1.0.0.zip")], { modList, interrupted: true });
    expect(planInstall(desired([archive("alpha", "1.0.0")]), state).changes).toBe(true);
  });

  test("a file of others with exactly the locked content stays", () => {
    const plan = planInstall(
      desired([archive("alpha", "1.0.0")]),
      observed([present("alpha_1.0.0.zip", { sha1: sha1("a") })], { modList }),
    );
    expect(plan).toMatchObject({ changes: false, link: [], conflicts: [] });
  });
});

describe("an update", () => {
  test("places the new version and removes ours, and never a mod whose name starts with it", () => {
    const plan = planInstall(
      desired([archive("foo", "1.0.1"), archive("foo_bar", "1.0.0")]),
      observed([ours("foo_1.0.0.zip"), ours("foo_bar_1.0.0.zip")], {
        modList: [...BUILTINS, on("foo", "1.0.0"), on("foo_bar", "1.0.0")],
      }),
    );
    expect(plan.link.map(({ mod }) => mod.fileName)).toEqual(["foo_1.0.1.zip"]);
    expect(files(plan.remove)).toEqual(["foo_1.0.0.zip"]);
    expect(plan).toMatchObject({ modListChanges: true, enable: [], disable: [] });
  });

  test("tells what the list switches on and off", () => {
    const modList = [on("base"), off("quality"), on("space-age"), off("alpha"), on("other")];
    const plan = planInstall(
      desired([archive("alpha", "1.0.0")]),
      observed([ours("alpha_1.0.0.zip"), present("other_1.0.0.zip"), present("third_1.0.0.zip")], { modList }),
    );
    expect(plan.enable).toEqual(["quality", "alpha"]);
    expect(plan.disable).toEqual(["space-age", "other", "third"]);
  });

  test("places ours again when it was changed, and rechecks the store, whose file it may be", () => {
    const changed = present("alpha_1.0.0.zip", { placed: "altered", sha1: sha1("b") });
    const plan = planInstall(desired([archive("alpha", "1.0.0")]), observed([changed]));
    expect(plan.link).toMatchObject([{ replaces: changed, setsAside: false, recheck: true }]);
  });

  test("sets aside what somebody put in the place of ours", () => {
    const other = present("alpha_1.0.0.zip", { placed: "exchanged", sha1: sha1("b") });
    const plan = planInstall(desired([archive("alpha", "1.0.0")]), observed([other]));
    expect(plan.link).toMatchObject([{ replaces: other, setsAside: true, recheck: false }]);
    expect(plan.warnings).toMatchObject([{ code: "EXCHANGED_FILE", mod: "alpha" }]);
  });

  test("does not remove ours that somebody has changed since", () => {
    for (const placed of ["altered", "exchanged"] as const) {
      const plan = planInstall(desired([]), observed([present("alpha_1.0.0.zip", { placed, sha1: sha1("b") })]));
      expect(plan.remove).toEqual([]);
      expect(plan.warnings).toMatchObject([{ code: "UNMANAGED_MOD", mod: "alpha" }]);
    }
  });
});

describe("what others placed", () => {
  const strangers = [present("other_1.0.0.zip"), present("unzipped"), present("unzipped-too_2.0.0")];

  test("is disabled with a warning, never removed", () => {
    const plan = planInstall(desired([]), observed(strangers));
    expect(plan).toMatchObject({ remove: [], setAside: [], conflicts: [] });
    expect(plan.modList).toEqual([...BUILTINS, off("other"), off("unzipped"), off("unzipped-too")]);
    expect(plan.warnings.map(({ code, mod }) => [code, mod])).toEqual([
      ["UNMANAGED_MOD", "other"],
      ["UNMANAGED_MOD", "unzipped"],
      ["UNMANAGED_MOD", "unzipped-too"],
    ]);
  });

  test("is set aside when pruning, and not listed", () => {
    const plan = planInstall(desired([], { prune: true }), observed(strangers));
    expect(files(plan.setAside)).toEqual(files(strangers));
    expect(plan).toMatchObject({ modList: BUILTINS, warnings: [] });
  });

  test("may be another version of a locked mod: the list picks ours", () => {
    const state = observed([ours("alpha_1.0.0.zip"), present("alpha_1.2.0.zip"), present("alpha_0.9.0")]);
    const plan = planInstall(desired([archive("alpha", "1.0.0")]), state);
    expect(plan.conflicts).toEqual([]);
    expect(plan.modList).toEqual([...BUILTINS, on("alpha", "1.0.0")]);
    expect(plan.warnings[0]?.message).toContain("picks version 1.0.0");
  });

  test.each([
    ["a folder without version", present("alpha", { version: version("9.9.9") })],
    ["a folder of the same version", present("alpha_1.0.0")],
    ["a zip of the same version, spelt otherwise", present("alpha_1.00.0.zip")],
    ["a folder whose version nobody can read", present("alpha_1.0.0-dev", { name: "alpha", unversioned: false })],
  ])("is a conflict when the game would take it: %s", (_, shadow) => {
    const wanted = [archive("alpha", "1.0.0")];
    expect(planInstall(desired(wanted), observed([shadow])).conflicts).toEqual([
      { mod: "alpha", fileName: shadow.fileName, kind: "shadows" },
    ]);
    const pruned = planInstall(desired(wanted, { prune: true }), observed([shadow]));
    expect(pruned).toMatchObject({ conflicts: [], setAside: [shadow] });
  });

  test("is a conflict under the name of a builtin mod that is on", () => {
    const conflicts = (name: string) => planInstall(desired([]), observed([present(name)])).conflicts;
    expect(conflicts("quality")).toMatchObject([{ mod: "quality", kind: "shadows" }]);
    expect(conflicts("space-age")).toEqual([]);
    expect(planInstall(desired([]), observed([present("space-age")])).modList).toEqual(BUILTINS);
  });

  test("is a conflict under the name that an archive needs, unless pruned", () => {
    const other = present("alpha_1.0.0.zip", { sha1: sha1("b") });
    const plan = planInstall(desired([archive("alpha", "1.0.0")]), observed([other]));
    expect(plan).toMatchObject({ link: [], conflicts: [{ mod: "alpha", kind: "other-content" }] });
    const pruned = planInstall(desired([archive("alpha", "1.0.0")], { prune: true }), observed([other]));
    expect(pruned).toMatchObject({ conflicts: [], setAside: [], link: [{ replaces: other, setsAside: true }] });
  });
});

describe("where case does not matter", () => {
  const state = (mods: readonly DirectoryMod[]) => observed(mods, { foldsCase: true });

  test("two locked mods in one file are a conflict; elsewhere a warning", () => {
    const wanted = desired([archive("Alpha", "1.0.0"), archive("alpha", "1.0.0")]);
    expect(planInstall(wanted, state([])).conflicts).toMatchObject([{ mod: "alpha", kind: "same-file" }]);
    expect(planInstall(wanted, observed([]))).toMatchObject({ conflicts: [], warnings: [{ code: "CASE_TWINS" }] });
  });

  test("ours under the old spelling is replaced, not removed", () => {
    const old = present("Alpha_1.0.0.zip", { placed: "intact", sha1: sha1("a") });
    const plan = planInstall(desired([archive("alpha", "1.0.0")]), state([old]));
    expect(plan).toMatchObject({ remove: [], link: [{ replaces: old, setsAside: false }] });
  });
});

describe("a path mod", () => {
  test("stays when the link leads there, and is placed again when it leads elsewhere", () => {
    const link = (target: string) => observed([present("dev", { placed: "intact", target })]);
    expect(planInstall(desired([pathMod("dev")]), link("/home/dev/dev")).link).toEqual([]);
    expect(planInstall(desired([pathMod("dev")]), link("/elsewhere")).link).toHaveLength(1);
  });

  test("that was copied stays as long as the original is the same", () => {
    const copied = (fingerprint: string) => observed([present("dev_1.0.0", { placed: "intact", fingerprint })]);
    const wanted = desired([pathMod("dev", { fileName: "dev_1.0.0", copy: true })]);
    expect(planInstall(wanted, copied("f1")).link).toEqual([]);
    expect(planInstall(wanted, copied("f0")).link).toHaveLength(1);
  });

  test("stays when it lies in the mod directory itself", () => {
    const wanted = desired([pathMod("dev", { target: "/mods/dev" })]);
    expect(planInstall(wanted, observed([present("dev")]))).toMatchObject({ link: [], conflicts: [], warnings: [] });
  });

  test("that lies there under another name is linked, and never set aside itself", () => {
    const wanted = desired([pathMod("dev", { target: "/mods/dev_1.0.0" })], { prune: true });
    const plan = planInstall(wanted, observed([present("dev_1.0.0")]));
    expect(plan).toMatchObject({ setAside: [], warnings: [], conflicts: [] });
    expect(plan.link.map(({ mod }) => mod.fileName)).toEqual(["dev"]);
  });

  test("conflicts with a folder of others that has its name", () => {
    expect(planInstall(desired([pathMod("dev")]), observed([present("dev")])).conflicts).toMatchObject([
      { fileName: "dev", kind: "other-content" },
    ]);
  });
});

test("a running game is a warning", () => {
  const { warnings } = planInstall(desired([]), observed([], { gameIsRunning: true }));
  expect(warnings).toMatchObject([{ code: "GAME_RUNNING" }]);
});

test("the desired state of a lockfile has every builtin mod of the game, and a name for each mod", () => {
  const lockfile: Lockfile = {
    factorio: parseGameVersion("2.1") as Lockfile["factorio"],
    minimumFactorio: undefined,
    expansion: true,
    requirements: new Map(),
    builtin: ["base", "recycler"],
    mods: new Map([
      [
        "alpha",
        {
          kind: "release",
          version: version("1.0.0"),
          dependencies: [],
          file: "alpha_1.0.0.zip",
          sha1: sha1("a"),
          download: "/d",
          released: "",
        },
      ],
      ["dev", { kind: "path", version: version("1.0.0"), dependencies: [], path: "../dev" }],
      ["zip", { kind: "path", version: version("2.0.0"), dependencies: [], path: "../zip.zip" }],
    ]),
  };
  const paths = new Map([
    ["dev", { kind: "folder", target: "/dev-mod", fingerprint: "1" }],
    ["zip", { kind: "archive", target: "/zip.zip", fingerprint: "2" }],
  ] as const);
  const state = desiredState(lockfile, { paths });
  expect([...state.builtins].filter(([, enabled]) => enabled).map(([name]) => name)).toEqual(["base", "recycler"]);
  expect([...state.builtins.keys()].sort()).toEqual(["base", "elevated-rails", "quality", "recycler", "space-age"]);
  expect(files(state.mods)).toEqual(["alpha_1.0.0.zip", "dev", "zip_2.0.0.zip"]);
  expect(files(desiredState(lockfile, { paths, copy: true }).mods)).toEqual([
    "alpha_1.0.0.zip",
    "dev_1.0.0",
    "zip_2.0.0.zip",
  ]);
  expect(() => desiredState(lockfile)).toThrow("no place given for the path mod dev");
});
