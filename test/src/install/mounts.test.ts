import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { removeFolderSync } from "../../../testing/sandbox.mjs";
import { createSandbox, type Sandbox } from "../cli/sandbox.ts";

/** Real mounts need root on Linux, and a system that lets root mount: most containers do not. */
const canMount = process.platform === "linux" && process.getuid?.() === 0 && tryMount();

function tryMount(): boolean {
  const { status } = spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "none", "/mnt"]);
  return status === 0;
}

const NAMES = ["tin-one", "tin-two", "tin-three"];
const RELEASES = ["1.0.0", "2.0.0"].map((version) => ({ version, padding: 200_000 }));

let box: Sandbox;
let mods: string;
const mounted: string[] = [];

beforeAll(async () => {
  if (!canMount) return;
  box = await createSandbox(NAMES.map((name) => ({ name, releases: RELEASES })));
  mods = join(box.project, "mods");
  await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tin-one: ">= 1.0.0"\n  tin-two: ">= 1.0.0"\n');
  for (const command of [
    ["update", "tin-one", "--precise", "1.0.0"],
    ["update", "tin-two", "--precise", "1.0.0"],
  ])
    expect((await box.spawn(command)).code).toBe(0);
  // All archives are in the store, so that the disk of the mods is what a command fails on.
  cpSync(box.project, join(box.folder, "other"), { recursive: true });
  expect((await box.spawn(["add", "tin-three", "-C", join(box.folder, "other")])).code).toBe(0);
  expect((await box.spawn(["update", "-C", join(box.folder, "other")])).code).toBe(0);
  cpSync(box.project, join(box.folder, "kept"), { recursive: true });
});
afterEach(() => {
  for (const path of mounted.splice(0).reverse()) spawnSync("umount", [path]);
});
afterAll(() => box?.close());

function mount(path: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync("mount", [...args, path]);
  if (status !== 0) throw new Error(String(stderr));
  if (!args.includes("-o") || !args.some((arg) => arg.includes("remount"))) mounted.push(path);
}

/** The modpack as it was; its mods on a disk of this many kilobytes where that is given. */
function reset(kilobytes?: number): void {
  removeFolderSync(box.project);
  cpSync(join(box.folder, "kept"), box.project, { recursive: true });
  if (kilobytes === undefined) return;
  mount(mods, "-t", "tmpfs", "-o", `size=${kilobytes}k`, "none");
  cpSync(join(box.folder, "kept/mods"), mods, { recursive: true });
}

/** Manifest, lockfile, mod list, archives, and whatever else lies there. */
function state(): ReadonlyMap<string, string> {
  const names = readdirSync(box.project, { recursive: true }) as string[];
  const files = names.filter((name) => !name.endsWith("filler") && !name.endsWith("record.json"));
  return new Map(files.sort().map((name) => [name, contentOf(join(box.project, name))]));
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "a folder";
  }
}

const COMMANDS = [["add", "tin-three"], ["remove", "tin-two"], ["update"], ["install"]] as const;

const FAILURES: Readonly<Record<string, () => void>> = {
  "a full disk": () => fill(0),
  "a read-only mod directory": () => {
    mount(mods, "-o", "remount,ro");
  },
  "a mod-list.json that is mounted alone": () => {
    cpSync(join(mods, "mod-list.json"), join(box.folder, "list.json"));
    mount(join(mods, "mod-list.json"), "--bind", join(box.folder, "list.json"));
  },
  "a lockfile that is mounted alone": () => {
    cpSync(join(box.project, "mods.lock"), join(box.folder, "lock"));
    mount(join(box.project, "mods.lock"), "--bind", join(box.folder, "lock"));
  },
};

/** Leaves this many kilobytes on the disk of the mods. */
function fill(kilobytes: number): void {
  const { bavail, bsize } = statfsSync(mods);
  writeFileSync(join(mods, "filler"), Buffer.alloc(Math.max(0, bavail * bsize - kilobytes * 1024)));
}

describe.skipIf(!canMount)("on real mounts", () => {
  for (const [name, arrange] of Object.entries(FAILURES)) {
    test(`${name}: a command that fails changes nothing`, { timeout: 120_000 }, async () => {
      for (const command of COMMANDS) {
        reset(4_000);
        // So that `install` has something to lock.
        if (command[0] === "install") await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tin-one: "2.0.0"\n');
        arrange();
        const before = state();
        const { code, stderr } = await box.spawn([...command, "-q"]);
        expect({ command, code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining(box.project) });
        expect(state()).toEqual(before);
        for (const path of mounted.splice(0).reverse()) spawnSync("umount", [path]);
      }
    });
  }

  test("a sweep of free space: the old state with exit code 1, or the new with 0", { timeout: 300_000 }, async () => {
    const sizes = process.env["LONG"]
      ? Array.from({ length: 150 }, (_, at) => at * 4)
      : [0, 4, 8, 12, 16, 20, 24, 196, 204, 212, 392, 400, 408, 416, 424, 600];
    const ends = new Set<number>();
    for (const size of sizes) {
      reset(4_000);
      fill(size);
      const before = state();
      const { code, stderr } = await box.spawn(["update", "-q"]);
      ends.add(code);
      if (code === 0) expect(existsSync(join(mods, "tin-one_2.0.0.zip"))).toBe(true);
      else expect({ size, code, stderr, same: same(before, state()) }).toMatchObject({ code: 1, same: true });
      rmSync(join(mods, "filler"));
      expect((await box.spawn(["install", "--frozen", "-q"])).code).toBe(0);
      expect((await box.spawn(["verify", "-q"])).code).toBe(0);
      for (const path of mounted.splice(0).reverse()) spawnSync("umount", [path]);
    }
    console.log(`${sizes.length} sizes of free space, ends ${[...ends].join()}`);
    expect(ends).toEqual(new Set([0, 1]));
  });
});

test.skipIf(canMount)("real mounts need root on Linux: not run here", () => {});

function same(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([name, content]) => b.get(name) === content);
}
