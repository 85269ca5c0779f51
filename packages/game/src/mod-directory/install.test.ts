import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type DesiredArchive,
  type DesiredState,
  parseVersion,
  planInstall,
  type Sha1,
  type Version,
} from "@factorio-lock/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { applyInstall } from "./apply-install.ts";
import { holdModDirectory } from "./hold.ts";
import { readModDirectory } from "./read-mod-directory.ts";
import { verifyModDirectory } from "./verify-mod-directory.ts";

let sandbox: string;
let mods: string;
let store: string;
beforeEach(async () => {
  sandbox = await mkdtemp(join(tmpdir(), "factorio-lock-install-"));
  mods = join(sandbox, "mods");
  store = join(sandbox, "store");
  await mkdir(store);
});
afterEach(() => rm(sandbox, { recursive: true }));

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
const modList = async () => JSON.parse(await readFile(join(mods, "mod-list.json"), "utf8")) as unknown;

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
    expect(await readdir(join(mods, ".factorio-lock"))).toEqual(["record.json"]);
    expect(await modList()).toEqual({
      mods: [
        { name: "base", enabled: true },
        { name: "quality", enabled: false },
        { name: "alpha", enabled: true, version: "1.0.0" },
        { name: "beta", enabled: true, version: "0.1.01" },
      ],
    });
    expect(await verifyModDirectory(mods, state)).toEqual([]);
    expect((await install(state)).plan.changes).toBe(false);
  });
});
