import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { holdModDirectory } from "@factorio-lock/game";
import { afterEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { createSandbox, type Sandbox, settled } from "./sandbox.ts";
import { MODS } from "./world.ts";

const MANIFEST = 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n';

let box: Sandbox;
afterEach(() => box.close());

/** Starts with a modpack that is installed. */
async function installed(serving: Parameters<typeof createSandbox>[1] = {}): Promise<void> {
  box = await createSandbox(undefined, serving);
  await box.write("mods.yaml", MANIFEST);
  const { code, stderr } = await box.run(["install"]);
  expect(stderr).not.toContain("error:");
  expect(code).toBe(0);
}

/** Runs a command that must fail with this error, and changes nothing in the project's folder. */
async function fails(
  args: readonly string[],
  error: { readonly code: string; readonly exit: number },
  options: Parameters<Sandbox["run"]>[1] = {},
): Promise<void> {
  const before = await box.snapshot();
  const json = await box.run([...args, "--json"], options);
  const document = JSON.parse(json.stdout) as { ok: boolean; error: { code: string } };
  expect({ ok: document.ok, code: document.error.code, exit: json.code }).toEqual({ ok: false, ...error });
  const { code, stdout, stderr } = await box.run(args, options);
  expect(code).toBe(error.exit);
  expect(settled(`${stdout}${stderr}`, box)).toMatchSnapshot(`${error.code}: ${args.join(" ")}`);
  expect(await box.snapshot()).toEqual(before);
}

describe("every error leaves the lockfile and the mod directory as they were", () => {
  test("USAGE", async () => {
    await installed();
    await fails(["instal"], { code: "USAGE", exit: 2 });
    await fails(["install", "--frozn"], { code: "USAGE", exit: 2 });
    await fails(["add"], { code: "USAGE", exit: 2 });
    await fails(["add", "gear-lib@>= y"], { code: "USAGE", exit: 2 });
    await fails(["lock", "--concurrency", "many"], { code: "USAGE", exit: 2 });
    await fails(["schema", "manifst"], { code: "USAGE", exit: 2 });
    await fails(["set", "factorio", "two"], { code: "USAGE", exit: 2 });
    await fails(["lock", "--portal", "ftp://example.org"], { code: "USAGE", exit: 2 });
    await fails(["update", "--precise", "1.0.0"], { code: "USAGE", exit: 2 });
    await fails(["update", "base", "--precise", "2.0.0"], { code: "USAGE", exit: 2 });
    await fails(["diff", "no-such-thing"], { code: "FAILED", exit: 1 });
  });

  test("USAGE: a path mod has the version of its info.json", async () => {
    await installed();
    const info = { name: "gear-lib", version: "1.1.0", title: "Gears", author: "me", factorio_version: "2.0" };
    await box.write("gears/info.json", JSON.stringify(info));
    await box.write("mods.yaml", `${MANIFEST}  gear-lib: { path: ./gears }\n`);
    expect((await box.run(["lock"])).code).toBe(0);
    await fails(["update", "gear-lib", "--precise", "2.0.0"], { code: "USAGE", exit: 2 });
  });

  test("NO_SOLUTION: a mod that is kept out", async () => {
    await installed();
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: false\n');
    await fails(["update", "tall-masts", "--precise", "1.0.0"], { code: "NO_SOLUTION", exit: 3 });
  });

  test("MANIFEST_NOT_FOUND", async () => {
    box = await createSandbox();
    await fails(["lock"], { code: "MANIFEST_NOT_FOUND", exit: 2 });
    await fails(["tree"], { code: "MANIFEST_NOT_FOUND", exit: 2 });
  });

  test.each([
    ["an unknown key", 'factorio: "2.0"\nmodz:\n  flib: "*"\n'],
    ["a bad range", 'factorio: "2.0"\nmods:\n  tall-masts: ">> 1"\n'],
    ["a tab", 'factorio: "2.0"\nmods:\n\ttall-masts: "*"\n'],
    ["no game version", 'mods:\n  tall-masts: "*"\n'],
  ])("MANIFEST_INVALID: %s", async (_, text) => {
    await installed();
    await box.write("mods.yaml", text);
    await fails(["install"], { code: "MANIFEST_INVALID", exit: 2 });
  });

  test("LOCKFILE_INVALID", async () => {
    await installed();
    await box.write("mods.lock", "lockfileVersion: 99\n");
    await fails(["install"], { code: "LOCKFILE_INVALID", exit: 2 });
    await box.write("mods.lock", "nonsense: [\n");
    await fails(["tree"], { code: "LOCKFILE_INVALID", exit: 2 });
  });

  test("LOCKFILE_STALE and LOCKFILE_MISSING", async () => {
    await installed();
    await box.write("mods.yaml", `${MANIFEST}  fog-lamps: "*"\n`);
    await fails(["lock", "--check"], { code: "LOCKFILE_STALE", exit: 5 });
    await fails(["install", "--locked"], { code: "LOCKFILE_STALE", exit: 5 });
    await fails(["install", "--frozen"], { code: "LOCKFILE_STALE", exit: 5 });
    await fails(["install"], { code: "LOCKFILE_STALE", exit: 5 }, { env: { CI: "true" } });
    await rm(join(box.project, "mods.lock"));
    await fails(["lock", "--check"], { code: "LOCKFILE_MISSING", exit: 5 });
    await fails(["install", "--locked"], { code: "LOCKFILE_MISSING", exit: 5 });
    await fails(["install", "--frozen"], { code: "LOCKFILE_MISSING", exit: 5 });
    await fails(["verify"], { code: "LOCKFILE_MISSING", exit: 5 });
  });

  test("MOD_NOT_FOUND, with near names", async () => {
    await installed();
    await fails(["add", "tall-mast"], { code: "MOD_NOT_FOUND", exit: 3 });
    await fails(["info", "gear-libs"], { code: "MOD_NOT_FOUND", exit: 3 });
    await fails(["why", "gear-lb"], { code: "MOD_NOT_FOUND", exit: 3 });
    await fails(["remove", "tall-mats"], { code: "MOD_NOT_FOUND", exit: 3 });
    await fails(["update", "gearlib"], { code: "MOD_NOT_FOUND", exit: 3 });
    await box.write("mods.yaml", `${MANIFEST}  foglamps: "*"\n`);
    await fails(["install"], { code: "MOD_NOT_FOUND", exit: 3 });
  });

  test("NO_SOLUTION, with changes that help", async () => {
    await installed();
    await fails(["add", "quiet-night", "tall-masts@>= 1.0"], { code: "NO_SOLUTION", exit: 3 });
    await fails(["add", "old-clock", "gear-lib@2.0.0"], { code: "NO_SOLUTION", exit: 3 });
    await fails(["add", "rail-tunes"], { code: "NO_SOLUTION", exit: 3 });
    await fails(["add", "from-the-past"], { code: "NO_SOLUTION", exit: 3 });
    await fails(["update", "tall-masts", "--precise", "7.7.7"], { code: "NO_SOLUTION", exit: 3 });
  });

  test("NO_SOLUTION of an add: after each command that is suggested, the same add succeeds", async () => {
    box = await createSandbox();
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  gear-lib: ">= 2.0"\n  tall-masts: ">= 1.0"\n');
    const restore = await box.keep();
    for (const args of [
      ["add", "old-clock"],
      ["add", "quiet-night", "fog-lamps"],
      ["add", "rail-tunes"],
    ]) {
      await restore();
      const { code, stdout } = await box.run([...args, "--json"]);
      expect(code, args.join(" ")).toBe(3);
      const { suggestions = [] } = (JSON.parse(stdout) as { error: { suggestions?: string[] } }).error;
      for (const suggestion of suggestions) {
        await restore();
        for (const step of suggestion.split(" && ")) {
          const words = [...step.matchAll(/"([^"]*)"|([^"\s]+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
          expect((await box.run(words.slice(1))).code, step).toBe(0);
        }
        expect((await box.run(args)).code, suggestion).toBe(0);
      }
      expect(suggestions.length, args.join(" ")).toBeGreaterThan(0);
    }
  });

  test("AUTH_REQUIRED and AUTH_REJECTED", async () => {
    const folder = await mkdtemp(join(tmpdir(), "factorio-lock-users-"));
    await writeFile(join(folder, "users"), "someone-else:another-token\n");
    box = await createSandbox(undefined, { users: join(folder, "users") });
    await removeFolder(folder);
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  fog-lamps: "*"\n');
    const none = { FACTORIO_USERNAME: undefined, FACTORIO_TOKEN: undefined };
    await fails(["install"], { code: "AUTH_REQUIRED", exit: 4 }, { env: none });
    await fails(["whoami"], { code: "AUTH_REQUIRED", exit: 4 }, { env: none });
    await fails(["install"], { code: "AUTH_REJECTED", exit: 4 });
    await fails(["whoami"], { code: "AUTH_REJECTED", exit: 4 });
  });

  test("CHECKSUM_MISMATCH", async () => {
    box = await createSandbox();
    await box.write("mods.yaml", MANIFEST);
    expect((await box.run(["lock"])).code).toBe(0);
    box.world.damage("gear-lib_2.0.0.zip");
    await fails(["install"], { code: "CHECKSUM_MISMATCH", exit: 6 });
    expect(await box.read("mods/mod-list.json")).toBeUndefined();
  });

  test("PORTAL_UNREACHABLE", async () => {
    await installed();
    await box.write("mods.yaml", `${MANIFEST}  fog-lamps: "*"\n`);
    const { port } = await new Promise<{ port: number }>((resolve) => {
      const server = createServer().listen(0, "127.0.0.1", () => {
        const address = server.address() as { port: number };
        server.close(() => resolve(address));
      });
    });
    const before = await box.snapshot();
    const { code, stderr } = await box.run(["install", "--portal", `http://127.0.0.1:${port}`]);
    expect(code).toBe(7);
    const message = settled(stderr, box).replaceAll(String(port), "<port>");
    expect(message.replace(/mods\/[\w-]+\/full/, "mods/<name>/full")).toMatchSnapshot();
    expect(await box.snapshot()).toEqual(before);
    // Nothing is known of what this portal has: `--offline` would not help.
    const portal = ["--portal", `http://127.0.0.1:${port}`];
    const tellsOffline = async (...args: string[]) =>
      (await box.run([...args, ...portal])).stderr.includes("--offline");
    expect(await tellsOffline("install")).toBe(false);
    expect(await tellsOffline("info", "fog-lamps")).toBe(false);
    expect(await tellsOffline("search", "lamps")).toBe(false);
    await removeFolder(join(box.project, "mods"));
    await removeFolder(join(box.folder, "cache"));
    expect(await tellsOffline("install", "--frozen")).toBe(false);
    expect(await tellsOffline("install")).toBe(false);
  });

  test("PORTAL_UNREACHABLE: the hint at --offline is given where that helps", { timeout: 60_000 }, async () => {
    let down = false;
    const intercept = ({ socket }: { readonly socket: { destroy(): void } }): boolean => {
      if (down) socket.destroy();
      return down;
    };
    box = await createSandbox(MODS, { intercept });
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: "*"\n');
    expect((await box.run(["install"])).code).toBe(0);
    down = true;
    const known = await box.run(["update"]);
    expect([known.code, known.stderr]).toEqual([7, expect.stringContaining("With --offline, it works")]);
    expect((await box.run(["update", "--offline"])).code).toBe(0);
    const unknown = await box.run(["add", "fog-lamps"]);
    expect([unknown.code, unknown.stderr]).toEqual([7, expect.not.stringContaining("--offline")]);
  });

  test("OFFLINE", async () => {
    await installed();
    await removeFolder(join(box.folder, "cache"));
    await fails(["add", "fog-lamps", "--offline"], { code: "OFFLINE", exit: 7 });
    await removeFolder(join(box.project, "mods"));
    const { code } = await box.run(["install", "--offline"]);
    expect(code).toBe(7);
  });

  test("BUSY", async () => {
    await installed();
    const hold = await holdModDirectory(join(box.project, "mods"), { command: "factorio-lock install" });
    try {
      const { code, stderr } = await box.run(["install", "--no-wait"]);
      expect(code).toBe(1);
      const holder = `(process ${process.pid} on ${hostname()}, since 20`;
      expect(stderr).toContain(holder);
      const text = settled(stderr.replace(/\(process .* since [^)]*\)/, "(process …)"), box);
      expect(text).toMatchSnapshot();
    } finally {
      await hold.release();
    }
  });

  test("VERIFY_FAILED", async () => {
    await installed();
    await rm(join(box.project, "mods", "gear-lib_2.0.0.zip"));
    await writeFile(join(box.project, "mods", "tall-masts_1.0.0.zip"), "damaged");
    await fails(["verify"], { code: "VERIFY_FAILED", exit: 5 });
    const { stdout } = await box.run(["verify", "--json"]);
    expect(JSON.parse(stdout).problems).toEqual([
      { mod: "gear-lib", file: "gear-lib_2.0.0.zip", problem: "missing" },
      { mod: "tall-masts", file: "tall-masts_1.0.0.zip", problem: "checksum" },
    ]);
  });

  test("VERIFY_FAILED also where only the store is damaged", async () => {
    await installed();
    await removeFolder(join(box.project, "mods"));
    expect((await box.run(["install", "--offline"])).code).toBe(0);
    const store = join(box.folder, "cache");
    const archives = (await readdir(store, { recursive: true })).filter((name) => name.endsWith(".zip"));
    for (const name of archives) {
      await rm(join(store, name));
      await writeFile(join(store, name), "damaged");
    }
    const { code, stdout } = await box.run(["verify", "--json"]);
    expect(code).toBe(5);
    expect(JSON.parse(stdout).problems).toMatchObject([
      { mod: "gear-lib", problem: "checksum" },
      { mod: "tall-masts", problem: "checksum" },
    ]);
  });

  test("FAILED: something of others is in the way", async () => {
    box = await createSandbox();
    await box.write("mods.yaml", MANIFEST);
    await box.write("mods/gear-lib_2.0.0.zip", "not ours");
    await fails(["install"], { code: "FAILED", exit: 1 });
  });

  test("FAILED: the mod directory is a dead link", async () => {
    box = await createSandbox();
    await box.write("mods.yaml", MANIFEST);
    await symlink(join(box.project, "gone"), join(box.project, "mods"));
    await fails(["install"], { code: "FAILED", exit: 1 });
  });

  test("NOT_TRUSTED", async () => {
    box = await createSandbox();
    await box.write("mods.yaml", `modDirectory: ../elsewhere\n${MANIFEST}`);
    await fails(["install"], { code: "NOT_TRUSTED", exit: 2 });
  });

  test("NOT_A_MOD_DIRECTORY", async () => {
    box = await createSandbox();
    await box.write("mods.yaml", MANIFEST);
    await box.write("mods/letter.txt", "Dear Ada,");
    await fails(["install"], { code: "NOT_A_MOD_DIRECTORY", exit: 1 });
  });

  test("FAILED: the lockfile cannot be written", async () => {
    box = await createSandbox();
    await box.write("mods.yaml", MANIFEST);
    await mkdir(join(box.project, "mods.lock"));
    await fails(["lock"], { code: "LOCKFILE_INVALID", exit: 2 });
  });

  test("INTERRUPTED", async () => {
    await installed();
    const controller = new AbortController();
    controller.abort();
    await fails(["install"], { code: "INTERRUPTED", exit: 130 }, { signal: controller.signal });
  });
});

test("a lockfile that is a symbolic link is replaced, not written through", async () => {
  box = await createSandbox();
  await box.write("mods.yaml", MANIFEST);
  await writeFile(join(box.folder, "elsewhere"), "mine");
  await symlink(join(box.folder, "elsewhere"), join(box.project, "mods.lock"));
  await rm(join(box.project, "mods.lock"));
  await box.write("mods.lock.real", "");
  expect((await box.run(["lock"])).code).toBe(0);
  const text = (await box.read("mods.lock")) ?? "";
  await writeFile(join(box.folder, "elsewhere"), text);
  await rm(join(box.project, "mods.lock"));
  await symlink(join(box.folder, "elsewhere"), join(box.project, "mods.lock"));
  await box.write("mods.yaml", `${MANIFEST}  fog-lamps: "*"\n`);
  expect((await box.run(["lock"])).code).toBe(0);
  expect(await box.read("mods.lock")).toContain("fog-lamps");
  expect(await box.read("../elsewhere")).toBe(text);
});
