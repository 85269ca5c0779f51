import { createHash } from "node:crypto";
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type DesiredArchive,
  type DesiredPath,
  type DesiredState,
  type FactorioLockError,
  type GameVersion,
  parseGameVersion,
  parseVersion,
  planInstall,
  type Sha1,
  type Version,
} from "@factorio-lock/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../../testing/sandbox.mjs";
import { makeArchive } from "../archive/make-archive.ts";
import { writeModSettings } from "../mod-settings/mod-settings.ts";
import { applyInstall } from "./apply-install.ts";
import { describePathMod } from "./fingerprint.ts";
import { holdModDirectory } from "./hold.ts";
import { parseModList } from "./mod-list.ts";
import { plannedSettings } from "./planned-settings.ts";
import { readModDirectory } from "./read-mod-directory.ts";
import { verifyModDirectory } from "./verify-mod-directory.ts";

let sandbox: string;
let mods: string;
let store: string;
beforeEach(async () => {
  sandbox = await realpath(await mkdtemp(join(tmpdir(), "factorio-lock-install-")));
  mods = join(sandbox, "mods");
  store = join(sandbox, "store");
  await mkdir(store);
});
afterEach(() => removeFolder(sandbox));

const archivePath = (sha1: Sha1) => join(store, sha1);
async function archive(name: string, version: string, content = `${name} ${version}`): Promise<DesiredArchive> {
  const sha1 = createHash("sha1").update(content).digest("hex") as Sha1;
  await writeFile(archivePath(sha1), content);
  return { kind: "archive", name, version: parseVersion(version) as Version, fileName: `${name}_${version}.zip`, sha1 };
}
const desired = (...list: DesiredState["mods"]): DesiredState => ({
  mods: list,
  builtins: new Map([
    ["base", true],
    ["quality", false],
  ]),
  prune: false,
});
async function install(state: DesiredState) {
  const hold = await holdModDirectory(mods);
  try {
    const plan = planInstall(state, await readModDirectory(mods, { desired: state, hold }));
    const report = await applyInstall(mods, plan, { archivePath });
    return { plan, report };
  } finally {
    await hold.release();
  }
}
const listed = async () =>
  new Map(
    (parseModList(await readFile(join(mods, "mod-list.json"), "utf8")) ?? []).map((entry) => [entry.name, entry]),
  );
const at = (...path: string[]) => join(mods, ...path);

describe("an install", () => {
  test("places, lists, and has nothing to do the next time", async () => {
    const state = desired(await archive("alpha", "1.0.0"), await archive("beta", "0.1.01"));
    const { plan } = await install(state);
    expect(plan.link.map(({ mod }) => mod.fileName)).toEqual(["alpha_1.0.0.zip", "beta_0.1.01.zip"]);
    expect((await readdir(mods)).sort()).toEqual([
      ".factorio-lock",
      "alpha_1.0.0.zip",
      "beta_0.1.01.zip",
      "mod-list.json",
    ]);
    expect(await readdir(at(".factorio-lock"))).toEqual(["record.json"]);
    expect(await readFile(at("mod-list.json"), "utf8")).toBe(`{
  "mods": [
    {
      "name": "base",
      "enabled": true
    },
    {
      "name": "quality",
      "enabled": false
    },
    {
      "name": "alpha",
      "enabled": true,
      "version": "1.0.0"
    },
    {
      "name": "beta",
      "enabled": true,
      "version": "0.1.01"
    }
  ]
}
`);
    expect(await verifyModDirectory(mods, state)).toEqual([]);
    expect((await install(state)).plan.changes).toBe(false);
    expect((await install(state)).report.changed).toBe(false);
  });

  test("removes what it placed and nobody wants any more, and nothing else", async () => {
    await install(
      desired(await archive("foo", "1.0.0"), await archive("foo_bar", "1.0.0"), await archive("gone", "1.0.0")),
    );
    await writeFile(at("foreign_1.0.0.zip"), "foreign");
    await writeFile(at("half_1.0.0.tmp.zip"), "half");
    await install(desired(await archive("foo", "1.0.1"), await archive("foo_bar", "1.0.0")));
    const zips = (await readdir(mods)).filter((name) => name.endsWith(".zip")).sort();
    expect(zips).toEqual(["foo_1.0.1.zip", "foo_bar_1.0.0.zip", "foreign_1.0.0.zip", "half_1.0.0.tmp.zip"]);
    expect((await listed()).get("foreign")).toEqual({ name: "foreign", enabled: false });
  });

  test("repairs its own archive, but not from a store that was changed with it", async () => {
    const mod = await archive("alpha", "1.0.0", "the true content");
    await install(desired(mod));
    expect((await stat(at("alpha_1.0.0.zip"))).ino).toBe((await stat(archivePath(mod.sha1))).ino);
    await writeFile(at("alpha_1.0.0.zip"), "changed in place");
    expect(await verifyModDirectory(mods, desired(mod))).toEqual([
      { mod: "alpha", file: "alpha_1.0.0.zip", problem: "checksum" },
    ]);
    await expect(install(desired(mod))).rejects.toMatchObject({ code: "CHECKSUM_MISMATCH" });
    expect(await readdir(at(".factorio-lock"))).toEqual(["record.json"]);

    await rm(archivePath(mod.sha1));
    await writeFile(archivePath(mod.sha1), "the true content");
    await install(desired(mod));
    expect(await readFile(at("alpha_1.0.0.zip"), "utf8")).toBe("the true content");
    expect(await verifyModDirectory(mods, desired(mod))).toEqual([]);
  });

  test("sets aside a file that was put in the place of its own", async () => {
    const mod = await archive("alpha", "1.0.0");
    await install(desired(mod));
    await rm(at("alpha_1.0.0.zip"));
    await writeFile(at("alpha_1.0.0.zip"), "somebody's own build");
    const { plan, report } = await install(desired(mod));
    expect(plan.warnings).toMatchObject([{ code: "EXCHANGED_FILE" }]);
    expect(report.asideFolder).toBe(`${mods}.set-aside`);
    expect(await readFile(`${mods}.set-aside/alpha_1.0.0.zip`, "utf8")).toBe("somebody's own build");
    expect(await readFile(at("alpha_1.0.0.zip"), "utf8")).toBe("alpha 1.0.0");
  });

  test("does not hash again what it hashed once", async () => {
    const mod = await archive("alpha", "1.0.0");
    await mkdir(mods);
    await writeFile(at("alpha_1.0.0.zip"), "alpha 1.0.0");
    expect((await readModDirectory(mods, { desired: desired(mod) })).unrecorded).toBe(true);
    await install(desired(mod));
    expect((await stat(at("alpha_1.0.0.zip"))).ino).not.toBe((await stat(archivePath(mod.sha1))).ino);
    expect((await readModDirectory(mods, { desired: desired(mod) })).unrecorded).toBe(false);
    // Adopted, not placed: it stays when it is no longer locked.
    await install(desired());
    expect(await readdir(mods)).toContain("alpha_1.0.0.zip");
    expect((await listed()).get("alpha")?.enabled).toBe(false);
  });

  test("tells how each archive came to its place", async () => {
    const mod = await archive("alpha", "1.0.0");
    const methods: string[] = [];
    const plan = planInstall(desired(mod), await readModDirectory(mods));
    await applyInstall(mods, plan, {
      archivePath,
      onEvent: (event) => methods.push(event.kind === "prepared" ? event.method : event.kind),
    });
    expect(methods).toEqual([expect.stringMatching("reflink|hard link"), "installed"]);
  });

  test("stops when aborted and leaves nothing behind", async () => {
    const state = desired(
      ...(await Promise.all(Array.from({ length: 100 }, (_, at) => archive(`mod-${at}`, "1.0.0")))),
    );
    const plan = planInstall(state, await readModDirectory(mods));
    const abort = new AbortController();
    let prepared = 0;
    const onEvent = () => {
      prepared += 1;
      if (prepared === 50) abort.abort();
    };
    await expect(applyInstall(mods, plan, { archivePath, signal: abort.signal, onEvent })).rejects.toMatchObject({
      code: "INTERRUPTED",
    });
    expect(await readdir(mods)).toEqual([".factorio-lock"]);
    expect(await readdir(at(".factorio-lock"))).toEqual([]);
  });

  test("a missing archive in the store fails and changes nothing", async () => {
    const mod = await archive("alpha", "1.0.0");
    await install(desired(mod));
    const missing = await archive("beta", "1.0.0");
    await rm(archivePath(missing.sha1));
    await expect(install(desired(missing))).rejects.toMatchObject({
      code: "FAILED",
      message: expect.stringContaining("beta_1.0.0.zip is no longer in the cache"),
    });
    expect(await verifyModDirectory(mods, desired(mod))).toEqual([]);
  });
});

describe("an interrupted install", () => {
  test("whose staged files were lost is given up, and the next plan starts from what is there", async () => {
    const [alpha, beta] = [await archive("alpha", "1.0.0"), await archive("beta", "1.0.0")];
    await install(desired(alpha));
    const record = JSON.parse(await readFile(at(".factorio-lock/record.json"), "utf8")) as {
      folder: string;
      files: Record<string, object>;
    };
    const { folder } = record;
    const lost = { kind: "archive", size: 10, modified: 1, inode: 1, sha1: beta.sha1 };
    await mkdir(at(".factorio-lock/staged"));
    const journal = {
      staged: (await stat(at(".factorio-lock/staged"))).ino,
      place: { "beta_1.0.0.zip": lost },
      remove: record.files,
      setAside: {},
      lists: { "mod-list.json": lost },
      keep: {},
    };
    await writeFile(at(".factorio-lock/journal.json"), JSON.stringify({ version: 2, folder, ...journal }));
    expect((await readModDirectory(mods)).interrupted).toBe(true);
    const { plan } = await install(desired(alpha));
    expect(plan.link).toEqual([]);
    expect(await verifyModDirectory(mods, desired(alpha))).toEqual([]);
    expect(await readdir(at(".factorio-lock"))).toEqual(["record.json"]);
  });

  test("whose lists were lost removes nothing", async () => {
    const alpha = await archive("alpha", "1.0.0");
    await install(desired(alpha));
    const record = JSON.parse(await readFile(at(".factorio-lock/record.json"), "utf8")) as {
      folder: string;
      files: object;
    };
    const { folder } = record;
    const lists = { "mod-list.json": { size: 1, modified: 1, inode: 1 } };
    await mkdir(at(".factorio-lock/staged"));
    const staged = (await stat(at(".factorio-lock/staged"))).ino;
    const journal = { staged, place: {}, remove: record.files, setAside: {}, lists, keep: {} };
    await writeFile(at(".factorio-lock/journal.json"), JSON.stringify({ version: 2, folder, ...journal }));
    expect((await install(desired(alpha))).plan.link).toEqual([]);
    expect(await verifyModDirectory(mods, desired(alpha))).toEqual([]);
  });

  test("that had only prepared leaves nothing behind", async () => {
    const alpha = await archive("alpha", "1.0.0");
    await install(desired(alpha));
    await mkdir(at(".factorio-lock/staged"));
    await writeFile(at(".factorio-lock/staged/beta_1.0.0.zip"), "beta");
    expect((await readModDirectory(mods, { desired: desired(alpha) })).interrupted).toBe(false);
    await install(desired(alpha));
    expect(await readdir(at(".factorio-lock"))).toEqual(["record.json"]);
  });

  test("is finished before anything else is planned, or not planned at all", async () => {
    const alpha = await archive("alpha", "1.0.0");
    await install(desired(alpha));
    const plan = planInstall(desired(), await readModDirectory(mods));
    await writeFile(at(".factorio-lock/journal.json"), JSON.stringify({ version: 1 }));
    await expect(applyInstall(mods, plan, { archivePath })).rejects.toThrow("must be finished");
  });
});

describe("what is changed between the plan and the install", () => {
  /** Plans, lets `meanwhile` happen, and applies. */
  async function installLate(state: DesiredState, meanwhile: () => Promise<void>) {
    const plan = planInstall(state, await readModDirectory(mods, { desired: state }));
    await meanwhile();
    return applyInstall(mods, plan, { archivePath });
  }
  const exchange = async (name: string, content: string) => {
    await writeFile(at(`${name}.tmp`), content);
    await rename(at(`${name}.tmp`), at(name));
  };

  test("is not recorded as right when it stays, placed by this program or by others", async () => {
    const [alpha, beta] = [await archive("alpha", "1.0.0"), await archive("beta", "1.0.0")];
    await install(desired(alpha));
    await writeFile(at("beta_1.0.0.zip"), "beta 1.0.0");
    for (const fileName of ["alpha_1.0.0.zip", "beta_1.0.0.zip"]) {
      for (const more of [[], [await archive("gamma", "1.0.0")]]) {
        const state = desired(alpha, beta, ...more);
        const late = installLate(state, () => exchange(fileName, "meddled with"));
        await expect(late).rejects.toMatchObject({ code: "FAILED", message: expect.stringContaining(fileName) });
        expect(await readdir(at(".factorio-lock"))).toEqual(["record.json"]);
        expect(await readdir(mods)).not.toContain("gamma_1.0.0.zip");
        expect(
          (await readModDirectory(mods, { desired: state })).present.find((mod) => mod.fileName === fileName),
        ).toMatchObject({
          sha1: createHash("sha1").update("meddled with").digest("hex"),
        });
        await exchange(fileName, fileName.replace("_", " ").replace(".zip", ""));
      }
    }
  });

  test("is neither removed nor replaced", async () => {
    const alpha = await archive("alpha", "1.0.0");
    const wanted: readonly (readonly [DesiredState, boolean])[] = [
      [desired(), true],
      [desired(await archive("alpha", "1.0.0", "uploaded anew")), true],
      [desired(alpha), false],
    ];
    for (const [state, isThere] of wanted) {
      if (isThere) await install(desired(alpha));
      const late = installLate(state, () => exchange("alpha_1.0.0.zip", "somebody's own build"));
      await expect(late).rejects.toMatchObject({ code: "FAILED", message: expect.stringContaining("alpha_1.0.0.zip") });
      expect(await readFile(at("alpha_1.0.0.zip"), "utf8")).toBe("somebody's own build");
      await rm(at("alpha_1.0.0.zip"));
    }
  });

  test("is not removed when it is a copied folder in which somebody began to work", async () => {
    const folder = join(sandbox, "work");
    await mkdir(join(folder, "locale"), { recursive: true });
    await writeFile(join(folder, "info.json"), '{"name":"dev","version":"1.0.0"}');
    const version = parseVersion("1.0.0") as Version;
    const { target, fingerprint } = describePathMod(folder);
    await install(
      desired({ kind: "path", name: "dev", version, fileName: "dev_1.0.0", target, fingerprint, copy: true }),
    );
    const late = installLate(desired(), () => writeFile(at("dev_1.0.0/locale/en.cfg"), "work"));
    await expect(late).rejects.toMatchObject({ code: "FAILED" });
    expect(await readFile(at("dev_1.0.0/locale/en.cfg"), "utf8")).toBe("work");
  });

  test("does no harm when it is gone and was to go", async () => {
    await install(desired(await archive("alpha", "1.0.0")));
    await installLate(desired(), () => rm(at("alpha_1.0.0.zip")));
    expect(await listed()).not.toContain("alpha");
  });
});

describe("what others placed", () => {
  test("in the way makes an install fail before anything is touched, and is set aside when pruning", async () => {
    const mod = await archive("alpha", "1.0.0");
    await mkdir(at("alpha/deep"), { recursive: true });
    await writeFile(at("alpha/info.json"), '{"name":"alpha","version":"3.0.0"}');
    await writeFile(at("alpha_1.0.0.zip"), "another alpha");
    await writeFile(at("other_1.0.0.zip"), "other");
    const error = await install(desired(mod)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "FAILED" });
    expect((error as FactorioLockError).explanation).toHaveLength(2);
    expect((error as FactorioLockError).hint).toContain("--prune");
    expect((await readdir(mods)).sort()).toEqual(["alpha", "alpha_1.0.0.zip", "other_1.0.0.zip"]);

    await install({ ...desired(mod), prune: true });
    expect((await readdir(mods)).sort()).toEqual([".factorio-lock", "alpha_1.0.0.zip", "mod-list.json"]);
    expect((await readdir(`${mods}.set-aside`)).sort()).toEqual(["alpha", "alpha_1.0.0.zip", "other_1.0.0.zip"]);
    expect(await verifyModDirectory(mods, desired(mod))).toEqual([]);

    await writeFile(at("other_1.0.0.zip"), "other again");
    await install({ ...desired(mod), prune: true });
    expect(await readFile(`${mods}.set-aside/other_1.0.0 (2).zip`, "utf8")).toBe("other again");
  });
});

test("what is set aside stays within the mod directory where it cannot go beside", async () => {
  await writeFile(`${mods}.set-aside`, "in the way");
  await mkdir(mods);
  await writeFile(at("other_1.0.0.zip"), "other");
  const { report } = await install({ ...desired(), prune: true });
  expect(report.asideFolder).toBe(at(".factorio-lock/set-aside"));
  expect(await readFile(at(".factorio-lock/set-aside/other_1.0.0.zip"), "utf8")).toBe("other");
  expect(await readFile(`${mods}.set-aside`, "utf8")).toBe("in the way");
});

describe("verify", () => {
  test("tells each problem once", async () => {
    const state = desired(
      await archive("alpha", "1.0.0"),
      await archive("beta", "1.0.0"),
      await archive("delta", "1.0.0"),
    );
    await install(state);
    await rm(at("alpha_1.0.0.zip"));
    await rm(at("beta_1.0.0.zip"));
    await writeFile(at("beta_1.0.0.zip"), "other");
    await writeFile(at("stranger_1.0.0.zip"), "stranger");
    await writeFile(at("asleep_1.0.0.zip"), "asleep");
    await mkdir(at("delta"));
    await writeFile(at("delta/info.json"), '{"name":"delta","version":"1.0.0"}');
    const list = [
      ["base", true],
      ["quality", true],
      ["alpha", true],
      ["beta", true],
      ["delta", false],
      ["asleep", false],
    ] as const;
    await writeFile(at("mod-list.json"), JSON.stringify({ mods: list.map(([name, enabled]) => ({ name, enabled })) }));
    expect(await verifyModDirectory(mods, state)).toEqual([
      { mod: "alpha", file: "alpha_1.0.0.zip", problem: "missing" },
      { mod: "beta", file: "beta_1.0.0.zip", problem: "checksum" },
      { mod: "delta", file: "delta_1.0.0.zip", problem: "disabled" },
      { mod: "quality", file: "mod-list.json", problem: "enabled" },
      { mod: "delta", file: "delta", problem: "unlocked" },
      { mod: "stranger", file: "stranger_1.0.0.zip", problem: "unlocked" },
    ]);
  });

  test("of a folder that is not there finds everything missing", async () => {
    const state = desired(await archive("alpha", "1.0.0"));
    expect((await verifyModDirectory(join(sandbox, "nowhere"), state)).map(({ problem }) => problem)).toEqual([
      "missing",
      "enabled",
    ]);
  });
});

describe("path mods", () => {
  async function folderMod(name: string, version = "1.0.0") {
    const folder = join(sandbox, `work-on-${name}`);
    await mkdir(join(folder, "locale"), { recursive: true });
    await mkdir(join(folder, ".git"), { recursive: true });
    await writeFile(join(folder, "info.json"), JSON.stringify({ name, version }));
    await writeFile(join(folder, "locale/en.cfg"), "text");
    return folder;
  }
  const wanted = (name: string, path: string, copy = false): DesiredPath => {
    const { kind, target, fingerprint } = describePathMod(path);
    const versioned = `${name}_1.0.0${kind === "archive" ? ".zip" : ""}`;
    const fileName = kind === "folder" && !copy ? name : versioned;
    return { kind: "path", name, version: parseVersion("1.0.0") as Version, fileName, target, fingerprint, copy };
  };

  test("a folder is linked, and follows what is done in it", async () => {
    const folder = await folderMod("dev");
    const state = desired(wanted("dev", folder));
    await install(state);
    expect(await readlink(at("dev"))).toBe(await realpath(folder));
    await writeFile(join(folder, "data.lua"), "");
    expect((await install(desired(wanted("dev", folder)))).plan.changes).toBe(false);
    expect(await verifyModDirectory(mods, state)).toEqual([]);
    await install(desired());
    expect((await lstat(folder)).isDirectory()).toBe(true);
    expect(await readdir(mods)).not.toContain("dev");
  });

  test("a folder is copied with `copy`, without .git, and again when it has changed", async () => {
    const folder = await folderMod("dev");
    await install(desired(wanted("dev", folder, true)));
    expect((await readdir(at("dev_1.0.0"))).sort()).toEqual(["info.json", "locale"]);
    expect((await install(desired(wanted("dev", folder, true)))).plan.changes).toBe(false);
    await writeFile(join(folder, "locale/en.cfg"), "longer text");
    await install(desired(wanted("dev", folder, true)));
    expect(await readFile(at("dev_1.0.0/locale/en.cfg"), "utf8")).toBe("longer text");
    expect(await verifyModDirectory(mods, desired(wanted("dev", folder, true)))).toEqual([]);
    // From copy to link and back.
    await install(desired(wanted("dev", folder)));
    expect((await readdir(mods)).filter((name) => name.startsWith("dev"))).toEqual(["dev"]);
    await install(desired(wanted("dev", folder, true)));
    expect((await readdir(mods)).filter((name) => name.startsWith("dev"))).toEqual(["dev_1.0.0"]);
  });

  test("a copy in which somebody worked is not removed", async () => {
    const folder = await folderMod("dev");
    await install(desired(wanted("dev", folder, true)));
    await writeFile(at("dev_1.0.0/notes.lua"), "work");
    const { plan } = await install(desired());
    expect(plan.warnings).toMatchObject([{ code: "UNMANAGED_MOD" }]);
    expect(await readFile(at("dev_1.0.0/notes.lua"), "utf8")).toBe("work");
  });

  test("a copy is known by its content where the record is lost, and what else lies there is not", async () => {
    const folder = await folderMod("dev");
    const state = desired(wanted("dev", folder, true));
    await install(state);
    await removeFolder(at(".factorio-lock"));
    expect(await verifyModDirectory(mods, state)).toEqual([]);
    expect((await install(state)).plan).toMatchObject({ changes: false, conflicts: [], link: [] });
    await writeFile(at("dev_1.0.0/locale/en.cfg"), "other text");
    expect(await verifyModDirectory(mods, state)).toMatchObject([{ mod: "dev", problem: "checksum" }]);
    await expect(install(state)).rejects.toThrow("in the way");
  });

  test("a zip is linked", async () => {
    const zip = join(sandbox, "built.zip");
    await writeFile(zip, await makeArchive({ name: "dev", version: "1.0.0" }));
    await install(desired(wanted("dev", zip)));
    expect(await readFile(at("dev_1.0.0.zip"))).toEqual(await readFile(zip));
    await writeFile(zip, await makeArchive({ name: "dev", version: "1.0.0", title: "Rebuilt" }));
    expect(await readFile(at("dev_1.0.0.zip"))).toEqual(await readFile(zip));
    expect((await install(desired(wanted("dev", zip)))).plan.changes).toBe(false);
    await install(desired());
    expect((await stat(zip)).isFile()).toBe(true);
  });

  test("one that lies in the mod directory stays where it is", async () => {
    await mkdir(at("dev"), { recursive: true });
    await writeFile(at("dev/info.json"), '{"name":"dev","version":"1.0.0"}');
    const state = desired(wanted("dev", at("dev")));
    expect((await install(state)).plan.link).toEqual([]);
    expect(await verifyModDirectory(mods, state)).toEqual([]);
    await install(desired());
    expect(await readFile(at("dev/info.json"), "utf8")).toContain("dev");

    await rename(at("dev"), at("dev_1.0.0"));
    const elsewhere = { ...desired(wanted("dev", at("dev_1.0.0"))), prune: true };
    await install(elsewhere);
    expect(await readlink(at("dev"))).toBe(at("dev_1.0.0"));
    expect(await verifyModDirectory(mods, elsewhere)).toEqual([]);
    expect((await install(elsewhere)).plan.changes).toBe(false);
  });
});

describe("odd directories", () => {
  test("a mod directory that is a link is written where it leads", async () => {
    await mkdir(join(sandbox, "real"));
    await symlink(join(sandbox, "real"), mods);
    const state = desired(await archive("alpha", "1.0.0"));
    await install(state);
    expect((await lstat(mods)).isSymbolicLink()).toBe(true);
    expect(await readdir(join(sandbox, "real"))).toContain("alpha_1.0.0.zip");
  });

  test("a link at mod-list.json or mod-settings.dat is replaced, not written through", async () => {
    await mkdir(mods);
    const outside = join(sandbox, "outside.json");
    await writeFile(outside, '{"mods":[]}');
    for (const name of ["mod-list.json", "mod-settings.dat"]) await symlink(outside, at(name));
    const plan = planInstall(desired(await archive("alpha", "1.0.0")), await readModDirectory(mods));
    const settings = { values: { startup: { speed: 2 } }, game: parseGameVersion("2.0") as GameVersion };
    await applyInstall(mods, plan, { archivePath, settings });
    expect(await readFile(outside, "utf8")).toBe('{"mods":[]}');
    expect((await lstat(at("mod-list.json"))).isFile()).toBe(true);
    expect((await lstat(at("mod-settings.dat"))).isFile()).toBe(true);
  });

  test("a mod-settings.dat that cannot be read ends the install before anything is changed", async () => {
    await mkdir(mods);
    const settings = { values: { startup: { speed: 2 } }, game: parseGameVersion("2.0") as GameVersion };
    const plan = planInstall(desired(await archive("alpha", "1.0.0")), await readModDirectory(mods));
    const right = writeModSettings({
      version: [2, 0, 60, 0],
      branch: 0,
      tree: { any: false, type: "dictionary", entries: [] },
    });
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from("not settings"),
      right.subarray(0, -1),
      Buffer.alloc(65 * 2 ** 20),
    ]) {
      await writeFile(at("mod-settings.dat"), bytes);
      const refused = { code: "FAILED", message: expect.stringContaining(at("mod-settings.dat")) };
      await expect(applyInstall(mods, plan, { archivePath, settings })).rejects.toMatchObject(refused);
      await expect(plannedSettings(mods, settings)).rejects.toMatchObject(refused);
      expect((await readFile(at("mod-settings.dat"))).equals(bytes)).toBe(true);
      expect(await readdir(mods)).not.toContain("alpha_1.0.0.zip");
      expect(await readdir(at(".factorio-lock"))).toEqual([]);
    }
    // Without settings of our own the file is nobody's business.
    await applyInstall(mods, plan, { archivePath });
    expect((await stat(at("mod-settings.dat"))).size).toBe(65 * 2 ** 20);
  });

  test.each(["mod-list.json", "mod-settings.dat"])(
    "a folder at %s is named before anything is changed",
    async (name) => {
      await mkdir(at(name), { recursive: true });
      await writeFile(at(name, "mine"), "");
      const settings = { values: { startup: { speed: 2 } }, game: parseGameVersion("2.0") as GameVersion };
      const plan = planInstall(desired(await archive("alpha", "1.0.0")), await readModDirectory(mods));
      const refused = { code: "FAILED", message: expect.stringContaining(`${at(name)} is a folder`) };
      await expect(applyInstall(mods, plan, { archivePath, settings })).rejects.toMatchObject(refused);
      expect((await readdir(mods)).filter((found) => found !== ".factorio-lock")).toEqual([name]);
      expect(await readdir(at(name))).toEqual(["mine"]);
      await removeFolder(at(name));
      await applyInstall(mods, plan, { archivePath, settings });
      expect(await readdir(mods)).toContain("alpha_1.0.0.zip");
    },
  );

  test("a link at .factorio-lock, or at a file in it, is not followed", async () => {
    const outside = join(sandbox, "outside");
    await mkdir(outside);
    await mkdir(mods);
    await symlink(outside, at(".factorio-lock"));
    const mod = await archive("alpha", "1.0.0");
    await expect(install(desired(mod))).rejects.toMatchObject({ code: "FAILED" });
    expect(await readdir(outside)).toEqual([]);
    await rm(at(".factorio-lock"));
    await mkdir(at(".factorio-lock"));
    await writeFile(join(outside, "file"), "untouched");
    for (const name of ["record.json", "record.json.tmp", "journal.json", "journal.json.tmp"]) {
      await symlink(join(outside, "file"), at(".factorio-lock", name));
    }
    await symlink(outside, at(".factorio-lock/staged"));
    await install(desired(mod));
    expect(await readdir(outside)).toEqual(["file"]);
    expect(await readFile(join(outside, "file"), "utf8")).toBe("untouched");
  });

  test.skipIf(process.getuid?.() === 0)("a read-only directory is named, and nothing changes", async () => {
    await mkdir(mods, { mode: 0o555 });
    await expect(install(desired(await archive("alpha", "1.0.0")))).rejects.toMatchObject({ code: "FAILED" });
    expect(await readdir(mods)).toEqual([]);
  });

  test("a file where the directory should be is named", async () => {
    await writeFile(mods, "");
    await expect(install(desired())).rejects.toMatchObject({ code: "FAILED", message: expect.stringContaining(mods) });
  });

  test("two mods that differ only in case live side by side where the disk can tell them apart", async () => {
    const state = desired(await archive("Alpha", "1.0.0"), await archive("alpha", "1.0.0", "another"));
    if ((await readModDirectory(mods)).foldsCase) return;
    const { plan } = await install(state);
    expect(plan.warnings).toMatchObject([{ code: "CASE_TWINS" }]);
    expect(await verifyModDirectory(mods, state)).toEqual([]);
  });

  test("a running game is noticed by its lock", async () => {
    await writeFile(join(sandbox, ".lock"), "");
    expect((await install(desired())).plan.warnings).toMatchObject([{ code: "GAME_RUNNING" }]);
  });

  test("a record or journal that makes no sense, or means harm, is not believed", async () => {
    const mod = await archive("alpha", "1.0.0");
    await install(desired(mod));
    const victim = join(sandbox, "victim_1.0.0.zip");
    await writeFile(victim, "victim");
    const { size, mtimeMs: modified, ino: inode } = await stat(victim);
    const entry = { kind: "archive", size, modified, inode, sha1: mod.sha1 };
    const harm = { "../victim_1.0.0.zip": entry, [victim]: entry };
    const { folder } = JSON.parse(await readFile(at(".factorio-lock/record.json"), "utf8")) as { folder: string };
    const journal = {
      version: 2,
      folder,
      place: harm,
      remove: harm,
      setAside: { "../victim_1.0.0.zip": "x.zip" },
      lists: ["../x"],
      keep: harm,
    };
    for (const text of ["", "nonsense", "[]", "null", '{"version":9}', JSON.stringify(journal)]) {
      await writeFile(at(".factorio-lock/journal.json"), text);
      await writeFile(
        at(".factorio-lock/record.json"),
        text === "" ? JSON.stringify({ version: 2, folder, files: harm }) : text,
      );
      await install(desired(mod));
      expect(await readFile(victim, "utf8")).toBe("victim");
      expect(await readdir(at(".factorio-lock"))).toEqual(["record.json"]);
      expect(await verifyModDirectory(mods, desired(mod))).toEqual([]);
    }
  });
});
