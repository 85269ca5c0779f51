import { spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FactorioLockError } from "@factorio-lock/core";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeFolderSync } from "../../../testing/sandbox.mjs";
import { isChange, watchFiles } from "./faults.ts";
import { beginAtMods, beginAtProject, faultsIn, faultsInSet, install, resetTo, setIn, type World } from "./world.ts";

/** A store on the same disk, where hard links work, and on another, where archives are copied. */
const DISKS = [
  // A part of the points is tried, all of them with all errors in a long run (LONG=1).
  { disk: "same", always: new Map<string, string>(), step: process.env["LONG"] ? 1 : 3 },
  { disk: "other", always: new Map([["linkSync", "EXDEV"]]), step: process.env["LONG"] ? 1 : 4 },
] as const;

/** Where the part of the points begins that a usual run tries: another one each day. */
const start = Math.floor(Date.now() / 86_400_000);

const CODES = ["EIO", "ENOSPC", "EROFS", "EACCES", "EBUSY", "EPERM", "EXDEV", "EMFILE"] as const;

let sandbox: string;
let driver: string;
beforeAll(async () => {
  sandbox = realpathSync(mkdtempSync(join(quickFolder(), "factorio-lock-faults-")));
  driver = join(sandbox, "driver.mjs");
  const source = (name: string) => fileURLToPath(new URL(`../../../packages/${name}/src/index.ts`, import.meta.url));
  await build({
    entryPoints: [fileURLToPath(new URL("driver.ts", import.meta.url))],
    outfile: driver,
    bundle: true,
    platform: "node",
    format: "esm",
    splitting: false,
    alias: {
      "@factorio-lock/core": source("core"),
      "@factorio-lock/disk": source("disk"),
      "@factorio-lock/game": source("game"),
    },
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "warning",
  });
});
afterAll(() => removeFolderSync(sandbox));

/** Memory in place of a disk, where there is: thousands of installs wait for no disk, and a kill is a kill there, too. */
function quickFolder(): string {
  try {
    accessSync("/dev/shm", constants.W_OK);
    return "/dev/shm";
  } catch {
    return tmpdir();
  }
}

const worldOf = (name: string, disk = "same"): World => ({
  root: join(sandbox, name),
  mods: join(sandbox, name, "mods"),
  linked: disk === "other",
});

/** The file-system calls of an undisturbed upgrade. */
async function callsOf(world: World, always: ReadonlyMap<string, string>): Promise<readonly string[]> {
  await resetTo(world, "A");
  const watch = watchFiles(world.root, { always });
  await install(world, "B").finally(() => watch.stop());
  expect(await faultsInSet(world, "B")).toEqual([]);
  return watch.calls;
}

/** The next command, whichever it is, leaves all of one set: each of these is one, and tidies up what it looks at. */
const NEXT = [
  { command: (world: World) => install(world, "B"), tidy: true },
  { command: (world: World) => beginAtProject(world), tidy: false },
  { command: (world: World) => beginAtMods(world).then(() => beginAtProject(world)), tidy: true },
] as const;

/** The faults after the next command has run, and then an install of B. */
async function faultsAfterNext(world: World, point: number): Promise<string[]> {
  const { command, tidy } = NEXT[point % NEXT.length] ?? NEXT[0];
  await command(world);
  const set = setIn(world);
  const faults = set ? await faultsInSet(world, set, tidy) : ["after the next command it is neither A nor B"];
  await install(world, "B");
  return [...faults, ...(await faultsInSet(world, "B"))];
}

describe.each(DISKS)("an upgrade from a store on the $disk disk", ({ disk, always, step }) => {
  test("survives that each of its file-system calls fails once", { timeout: 480_000 }, async () => {
    const world = worldOf(`fail-${disk}`, disk);
    const calls = await callsOf(world, always);
    const lost: string[] = [];
    let points = 0;
    let failed = 0;
    for (const [at, call] of calls.entries()) {
      const codes = process.env["LONG"]
        ? CODES
        : CODES.filter((_, number) => number === (at + Math.floor(at / CODES.length)) % CODES.length);
      for (const code of at % step === start % step ? codes : []) {
        await resetTo(world, "A");
        const watch = watchFiles(world.root, { at, fault: { kind: "fail", code }, always });
        const error: unknown = await install(world, "B")
          .then(
            () => undefined,
            (thrown: unknown) => thrown,
          )
          .finally(() => watch.stop());
        points += 1;
        if (error !== undefined) failed += 1;
        const faults: string[] = [];
        if (error !== undefined && !isToldRight(error, world)) faults.push(JSON.stringify(error));
        faults.push(...(await faultsInSet(world, error === undefined ? "B" : "A", false)));
        faults.push(...(await faultsAfterNext(world, points)));
        if (faults.length > 0) lost.push(`${code} at call ${at} (${call}): ${faults.join("; ")}`);
      }
    }
    console.log(
      `${points} failing calls with the store on the ${disk} disk (${failed} made the install fail), ${lost.length} lost`,
    );
    expect(lost).toEqual([]);
    expect(points).toBeGreaterThan(60);
    expect(failed).toBeGreaterThan(points / 2);
  });

  test("survives being killed at each of its file-system calls", { timeout: 480_000 }, async () => {
    const calls = await callsOf(worldOf(`kill-${disk}`, disk), always);
    const lost: string[] = [];
    const stride = process.env["LONG"] ? 1 : 4 * step;
    // To be killed after a call that changes nothing is to be killed before the next.
    const queue = calls
      .flatMap((call, at) => (isChange(call) ? ["kill", "kill-after"] : ["kill"]).map((kind) => ({ kind, call, at })))
      .filter((_, number) => number % stride === start % stride);
    const points = queue.length;
    const work = async (world: World) => {
      for (let point = queue.shift(); point; point = queue.shift()) {
        const { kind, call, at } = point;
        await resetTo(world, "A");
        const signal = await ended([driver, world.root, kind, String(at), disk]);
        const faults = signal === "SIGKILL" ? faultsIn(world) : [`it was not killed but ended with ${String(signal)}`];
        faults.push(...(await faultsAfterNext(world, queue.length)));
        if (faults.length > 0) lost.push(`${kind} at call ${at} (${call}): ${faults.join("; ")}`);
      }
    };
    await Promise.all(["a", "b"].map((name) => work(worldOf(`kill-${disk}-${name}`, disk))));
    console.log(`${points} kills with the store on the ${disk} disk, ${lost.length} lost`);
    expect(lost).toEqual([]);
    expect(points).toBeGreaterThan(15);
  });
});

/** Whether a failure of the system is reported with the file, and that nothing was changed. */
function isToldRight(error: unknown, world: World): boolean {
  // This test reads the modpack's files, too.
  if ((error as NodeJS.ErrnoException).syscall === "readFileSync") return true;
  if (!(error instanceof FactorioLockError) || error.code !== "FAILED") return false;
  return error.message.includes(world.root);
}

describe.each(["mod-list.json", "mod-settings.dat", "dev-mod"])("an upgrade where %s cannot be replaced", (name) => {
  const mountedIn = (world: World) => join(world.mods, name);

  test("leaves exactly the old set, and the next command gets on", async () => {
    for (const { disk, always } of DISKS) {
      const world = worldOf(`mounted-${disk}`, disk);
      await resetTo(world, "A");
      for (let time = 0; time < 2; time += 1) {
        const watch = watchFiles(world.root, { always, mounted: mountedIn(world) });
        const upgrade = install(world, "B").finally(() => watch.stop());
        await expect(upgrade).rejects.toMatchObject({
          code: "FAILED",
          message: expect.stringMatching(/could not be changed: .*EBUSY.* All is as it was/),
          hint: expect.stringContaining("mount the whole mod directory"),
        });
        expect(await faultsInSet(world, "A")).toEqual([]);
      }
      const watch = watchFiles(world.root, { always, mounted: mountedIn(world) });
      expect((await install(world, "A").finally(() => watch.stop())).changed).toBe(false);
      await install(world, "B");
      expect(await faultsInSet(world, "B")).toEqual([]);
    }
  });

  test("survives being killed while it is taken back", { timeout: 120_000 }, async () => {
    const world = worldOf("mounted-kill");
    await resetTo(world, "A");
    const watch = watchFiles(world.root, { mounted: mountedIn(world) });
    await install(world, "B").then(
      () => {},
      () => {},
    );
    watch.stop();
    const queue = watch.calls
      .flatMap((call, at) => (isChange(call) && at > 150 ? [at] : []))
      .filter((_, number) => process.env["LONG"] || number % 4 === start % 4);
    expect(queue.length).toBeGreaterThan(10);
    const lost: string[] = [];
    for (const at of queue) {
      await resetTo(world, "A");
      const signal = await ended([driver, world.root, "kill-after", String(at), "same", mountedIn(world)]);
      const faults = signal === "SIGKILL" ? faultsIn(world) : [`it was not killed but ended with ${String(signal)}`];
      const again = watchFiles(world.root, { mounted: mountedIn(world) });
      const error: unknown = await install(world, "A").then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      again.stop();
      if (error !== undefined) faults.push(JSON.stringify(error));
      faults.push(...(await faultsInSet(world, "A")));
      if (faults.length > 0) lost.push(`kill at call ${at} (${watch.calls[at] ?? ""}): ${faults.join("; ")}`);
    }
    expect(lost).toEqual([]);
  });
});

test("eight processes at once, every other one killed somewhere, leave A or B, and the next run B", async () => {
  const world = worldOf("crowd");
  for (let round = 0; round < 3; round += 1) {
    await resetTo(world, "A");
    const ends = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        ended([driver, world.root, at % 2 === 0 ? "kill" : "none", String(30 + 17 * at + round), "same"]),
      ),
    );
    expect(ends.filter((_, at) => at % 2 === 1)).toEqual([0, 0, 0, 0]);
    expect(ends).toContain("SIGKILL");
    expect(faultsIn(world)).toEqual([]);
    await install(world, "B");
    expect(await faultsInSet(world, "B")).toEqual([]);
  }
});

/** Runs node; its signal, or its exit code. */
function ended(values: readonly string[]): Promise<string | number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, values, { stdio: "ignore" });
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(signal ?? code));
  });
}
