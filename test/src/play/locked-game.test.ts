import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { createSandbox, type Output, type Sandbox } from "../cli/sandbox.ts";
import { type Archive, type PlayedGameServer, serveGames } from "./game-server.ts";
import { layGame } from "./lay-game.ts";

const canPack = (() => {
  try {
    execFileSync("xz", ["--version"]);
    return true;
  } catch {
    console.log("locked game: skipped, because there is no xz");
    return false;
  }
})();

let made: string;
const archives: Archive[] = [];

/** Packs a game as the archives of factorio.com are: one folder, `factorio`. */
async function pack(version: string, build: "headless" | "expansion", inside = version): Promise<Archive> {
  const folder = join(made, `${version}-${build}`);
  // Bytes that do not shrink, so that a download can be cut.
  await mkdir(join(folder, "factorio"), { recursive: true });
  await layGame(join(folder, "factorio"), { version: inside, headless: build === "headless" });
  const script = join(folder, "factorio/bin/x64/factorio");
  const text = (await readFile(script, "utf8")).replace(
    `'${join(folder, "factorio")}'`,
    '"$(dirname "$(dirname "$(dirname "$0")")")"',
  );
  await writeFile(script, text);
  await writeFile(join(folder, "factorio/data/core.bin"), randomBytes(200_000));
  const file = `${build === "headless" ? "factorio-headless_linux" : "factorio-space-age_linux"}_${version}.tar.xz`;
  execFileSync("tar", ["-cJf", join(made, file), "-C", folder, "factorio"]);
  return { file, path: `${version}/${build}/linux64`, bytes: await readFile(join(made, file)) };
}

describe.skipIf(!canPack || process.platform !== "linux")("the game in the lock", () => {
  let box: Sandbox;
  let server: PlayedGameServer;

  beforeAll(async () => {
    made = await mkdtemp(join(tmpdir(), "factorio-lock-made-"));
    for (const version of ["2.0.76", "2.0.77", "2.0.80", "2.1.12"]) archives.push(await pack(version, "headless"));
    archives.push(await pack("2.0.77", "expansion"), await pack("2.0.75", "headless", "2.0.1"));
  }, 60_000);
  afterAll(() => removeFolder(made));
  beforeEach(async () => {
    box = await createSandbox([
      { name: "gear-lib", releases: [{ version: "1.0.0", dependencies: ["base >= 2.0.28"] }] },
      { name: "brand-new", releases: [{ version: "1.0.0", dependencies: ["base >= 2.0.79"] }] },
      { name: "old-hand", releases: [{ version: "1.0.0", dependencies: ["base < 2.0.77"] }] },
    ]);
    server = await serveGames([...archives]);
    server.newest = { stable: { headless: "2.0.77", expansion: "2.0.77" }, experimental: { headless: "2.0.80" } };
    await manifest("gear-lib");
  });
  afterEach(async () => {
    await server.close();
    await box.close();
  });

  const manifest = (mod: string, factorio = "2.0", game = "game: headless\n") =>
    box.write("mods.yaml", `factorio: "${factorio}"\n${game}mods:\n  ${mod}: "*"\n`);
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Output> =>
    box.spawn(args, { env: { FACTORIO_LOCK_GAME_SERVER: server.url, ...env } });
  const ok = async (args: readonly string[], env?: Readonly<Record<string, string>>) => {
    const { code, stdout, stderr } = await run(args, env);
    expect(code, stderr + stdout).toBe(0);
    return stdout;
  };
  const sum = (path: string) =>
    createHash("sha256")
      .update(archives.find((archive) => archive.path === path)?.bytes ?? "")
      .digest("hex");
  const games = () => join(box.folder, "home/.local/share/factorio-lock/games");
  const lying = async () =>
    (await readdir(games()).catch(() => [])).filter((name) => name !== "games.lock" && !name.startsWith("."));

  test("locks the newest stable version with the hash of each platform, keeps it, and moves it by update", {
    timeout: 120_000,
  }, async () => {
    await ok(["lock"]);
    const section = (version: string) =>
      `expansion: false\n\ngame:\n  build: headless\n  version: "${version}"\n  sha256:\n    linux64: "${sum(`${version}/headless/linux64`)}"\n\nrequirements:`;
    expect(await box.read("mods.lock")).toContain(section("2.0.77"));
    server.newest = { stable: { headless: "2.0.80" }, experimental: { headless: "2.0.80" } };
    const before = await box.read("mods.lock");
    await ok(["lock"]);
    await ok(["lock", "--check"]);
    expect(await box.read("mods.lock")).toBe(before);
    await ok(["update", "--no-install"]);
    expect(await box.read("mods.lock")).toContain(section("2.0.80"));
    await manifest("gear-lib", "2.0", "");
    expect((await run(["lock", "--check"])).code).toBe(5);
    await ok(["lock"]);
    expect(await box.read("mods.lock")).not.toContain("game");
  });

  test("set game locks it from the next lock on, and refuses a build that does not exist", {
    timeout: 60_000,
  }, async () => {
    await manifest("gear-lib", "2.0", "");
    await ok(["lock"]);
    const said = await ok(["set", "game", "headless"]);
    expect(said).toContain("mods.yaml now says game: headless.");
    expect(await box.read("mods.yaml")).toBe('factorio: "2.0"\ngame: headless\nmods:\n  gear-lib: "*"\n');
    expect((await run(["lock", "--check"])).code).toBe(5);
    await ok(["lock"]);
    expect(await box.read("mods.lock")).toContain('game:\n  build: headless\n  version: "2.0.77"');
    const before = await box.read("mods.yaml");
    await ok(["edit", "--set", "game=expansion", "--no-install"]);
    expect(await box.read("mods.lock")).toContain('game:\n  build: expansion\n  version: "2.0.77"');
    await box.write("mods.yaml", before ?? "");
    const { code, stderr } = await run(["set", "game", "server"]);
    expect(code).toBe(2);
    expect(stderr).toContain('The key game is headless, alpha or expansion, not "server".');
    expect(await box.read("mods.yaml")).toBe(before);
  });

  test("edit, pin and disable keep the game that is locked", { timeout: 60_000 }, async () => {
    await ok(["lock"]);
    const [, section] = /(\ngame:\n.*?)\n\n/s.exec((await box.read("mods.lock")) ?? "") ?? [];
    server.newest = { stable: { headless: "2.0.80" }, experimental: { headless: "2.0.80" } };
    await box.write("mods.yaml", `${await box.read("mods.yaml")}  old-hand: false\n`);
    for (const args of [["edit", "--add", "gear-lib@>= 1.0"], ["pin"], ["disable", "gear-lib"]]) {
      await ok([...args, "--no-install"]);
      expect(await box.read("mods.lock"), args[0]).toContain(`${section}\n`);
    }
  });

  test.each([
    ["an experimental one where a mod needs it", "brand-new", "2.0", "2.0.80"],
    ["exactly the manifest's, where a mod refuses the newest", "old-hand", "2.0.76", "2.0.76"],
  ])("takes %s", { timeout: 60_000 }, async (_, mod, factorio, version) => {
    await manifest(mod, factorio);
    await ok(["lock"]);
    expect(await box.read("mods.lock")).toContain(`game:\n  build: headless\n  version: "${version}"`);
  });

  test("fetches it once, starts it, and checks with it; another machine gets the same", {
    timeout: 120_000,
  }, async () => {
    await ok(["install"]);
    expect((await run(["launch", "--server", "world.zip"])).stderr).toContain("There is no save");
    await box.write("world.zip", "");
    const none = await run(["launch", "--server", "world.zip"]);
    expect(none.stderr).toContain("`factorio-lock games install` fetches it");
    const first = JSON.parse(await ok(["games", "install", "--json"]));
    expect(first).toMatchObject({
      version: "2.0.77",
      kind: "headless",
      sha256: sum("2.0.77/headless/linux64"),
      present: false,
    });
    expect(await lying()).toEqual(["2.0.77-headless"]);
    expect(JSON.parse(await ok(["games", "install", "--json"]))).toMatchObject({ present: true });
    expect(server.askedBehind).toHaveLength(1);
    expect(JSON.parse(await ok(["games", "--json"])).games).toMatchObject([
      { version: "2.0.77", kind: "headless", origin: "downloaded", directory: first.directory },
    ]);
    expect(JSON.parse(await ok(["check", "--json"])).game).toMatchObject({ version: "2.0.77", loaded: true });
    expect(await ok(["launch", "--server", "world.zip"], { STAND_IN: '{ "stay": 0 }' })).toContain(
      "Loading mod gear-lib 1.0.0",
    );
    // A variable of old names another game: a server still starts what is locked, and only --game says otherwise.
    const old = await layGame(join(box.folder, "old"), { version: "2.0.76", headless: true });
    const env = { STAND_IN: '{ "stay": 0 }', FACTORIO_GAME: old };
    expect((await run(["launch", "--server", "world.zip"], env)).stderr).toContain("Factorio 2.0.77");
    expect((await run(["launch", "--server", "world.zip", "--game", old], env)).stderr).toContain("Factorio 2.0.76");
    // A list that changed since: the lock's hash counts.
    const other = { HOME: join(box.folder, "home-2"), FACTORIO_LOCK_CACHE: join(box.folder, "cache-2") };
    const second = JSON.parse(await ok(["games", "install", "--json"], other));
    expect(second).toMatchObject({ version: "2.0.77", sha256: first.sha256, present: false });
    expect(second.directory).toContain("home-2");
  });

  test("a build that needs an account is asked for with credentials, which go nowhere else", {
    timeout: 60_000,
  }, async () => {
    await ok(["games", "install", "2.0.77", "--build", "expansion"]);
    expect(server.asked.filter((url) => url.includes("token="))).toHaveLength(1);
    expect(JSON.stringify(server.askedBehind)).not.toMatch(/canary|token|test-player/);
    const bare = await run(["games", "install", "2.0.76", "--build", "expansion", "--json"], {
      FACTORIO_USERNAME: "",
      FACTORIO_TOKEN: "",
    });
    expect(JSON.parse(bare.stdout).error.code).toBe("FAILED");
    await ok(["games", "prune"]);
    const refused = await run(["games", "install", "2.0.77", "--build", "expansion", "--json"], {
      FACTORIO_USERNAME: "",
      FACTORIO_TOKEN: "",
    });
    expect(refused.code).toBe(4);
    expect(JSON.parse(refused.stdout).error).toMatchObject({ code: "AUTH_REQUIRED" });
  });

  test("one lockfile names the archive of each platform, and each machine asks for its own", {
    timeout: 60_000,
  }, async () => {
    const windows = { file: "factorio-space-age_win_2.0.77.zip", path: "2.0.77/expansion/win64-manual" };
    server.archives.push({ ...windows, bytes: Buffer.from("the game for Windows") });
    await manifest("gear-lib", "2.0", "game: expansion\n");
    await ok(["lock"]);
    const ofWindows = createHash("sha256").update("the game for Windows").digest("hex");
    expect(await box.read("mods.lock")).toContain(
      `sha256:\n    linux64: "${sum("2.0.77/expansion/linux64")}"\n    win64-manual: "${ofWindows}"\n`,
    );
    // Another archive there since: it is not what is locked.
    server.archives.pop();
    server.archives.push({ ...windows, bytes: Buffer.from("another game for Windows") });
    const env = { FACTORIO_LOCK_GAME_SERVER: server.url, LOCALAPPDATA: "", SystemRoot: join(box.folder, "windows") };
    const changed = await box.run(["games", "install", "--json"], { env, platform: "win32" });
    expect(JSON.parse(changed.stdout).error.code).toBe("CHECKSUM_MISMATCH");
    expect(server.asked.at(-1)).toContain(windows.path);
    server.archives.pop();
    server.archives.push({ ...windows, bytes: Buffer.from("the game for Windows") });
    const unpacked = await box.run(["games", "install"], { env, platform: "win32" });
    expect(unpacked.stderr).toContain("The program tar, which unpacks the game, is not installed.");
    expect(unpacked.stderr).toContain("update Windows");
    const asked = server.asked.length;
    const mac = await box.run(["games", "install"], { env, platform: "darwin" });
    expect(mac.stderr).toContain("For macOS the game comes as a disk image");
    expect(server.asked).toHaveLength(asked);
  });

  test("a headless server is asked for without credentials", { timeout: 60_000 }, async () => {
    await ok(["games", "install"]);
    expect(server.asked.filter((url) => url.includes("token="))).toEqual([]);
  });

  test("a download that is cut goes on where it stopped", { timeout: 60_000 }, async () => {
    let tries = 0;
    server.fault = (request, response, bytes) => {
      tries += 1;
      if (tries > 1) return (expect(request.headers.range).toMatch(/^bytes=\d+-$/), false);
      response.writeHead(200, { "content-length": bytes.length });
      response.write(bytes.subarray(0, 100_000), () => response.destroy());
      return true;
    };
    await ok(["games", "install", "2.0.77"]);
    expect(tries).toBe(2);
  });

  const page = (_: unknown, response: import("node:http").ServerResponse) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in to this network</html>");
    return true;
  };
  test.each([
    [
      "changed",
      6,
      "CHECKSUM_MISMATCH",
      (_: unknown, response: import("node:http").ServerResponse, bytes: Buffer) => (
        response.end(Buffer.from(bytes).fill(7, 500, 600)), true
      ),
    ],
    ["a web page", 7, "PORTAL_ERROR", page],
    [
      "cut again and again",
      7,
      "PORTAL_UNREACHABLE",
      (_: unknown, response: import("node:http").ServerResponse, bytes: Buffer) => (
        response.writeHead(200, { "content-length": bytes.length }).end(bytes.subarray(0, 10)), true
      ),
    ],
    [
      "gone",
      7,
      "PORTAL_ERROR",
      (_: unknown, response: import("node:http").ServerResponse) => (response.writeHead(404).end(), true),
    ],
  ])("what is %s is one clear error, and leaves nothing", { timeout: 60_000 }, async (_, exit, code, fault) => {
    server.fault = fault;
    const { code: ended, stdout } = await run(["games", "install", "2.0.77", "--json"]);
    const { error } = JSON.parse(stdout);
    expect([ended, error.code], error.message).toEqual([exit, code]);
    expect(error.message).not.toContain("mod portal");
    expect(await lying()).toEqual([]);
    server.fault = undefined;
    await ok(["games", "install", "2.0.77"]);
    expect(await lying()).toEqual(["2.0.77-headless"]);
  });

  test("an archive with another game in it is refused, and what a killed run left is swept", {
    timeout: 60_000,
  }, async () => {
    const { code, stdout } = await run(["games", "install", "2.0.75", "--json"]);
    expect([code, JSON.parse(stdout).error.code]).toEqual([6, "BAD_ARCHIVE"]);
    expect(await lying()).toEqual([]);
    await mkdir(join(games(), ".unpacking-dead/factorio"), { recursive: true });
    await ok(["games", "install", "2.0.77"]);
    expect((await readdir(games())).filter((name) => name.startsWith(".unpacking"))).toEqual([]);
  });

  test("an archive that is none is refused", { timeout: 60_000 }, async () => {
    server.archives[0] = { ...(server.archives[0] as Archive), bytes: randomBytes(5000) };
    const { code, stdout } = await run(["games", "install", "2.0.76", "--json"]);
    expect([code, JSON.parse(stdout).error.code]).toEqual([1, "FAILED"]);
    expect(await lying()).toEqual([]);
  });

  test("prune deletes what no lockfile names", { timeout: 60_000 }, async () => {
    await ok(["lock"]);
    await ok(["games", "install"]);
    await ok(["games", "install", "2.0.76"]);
    expect(JSON.parse(await ok(["games", "prune", "--json"]))).toMatchObject({
      removed: ["2.0.76-headless"],
      kept: ["2.0.77-headless"],
    });
    expect(await lying()).toEqual(["2.0.77-headless"]);
  });

  test.each([
    ["offline", ["lock", "--offline"], "OFFLINE", {}],
    [
      "where the server is not there",
      ["lock"],
      "PORTAL_UNREACHABLE",
      { FACTORIO_LOCK_GAME_SERVER: "http://127.0.0.1:9" },
    ],
  ])("%s nothing is written", { timeout: 60_000 }, async (_, args, code, env) => {
    const { stdout } = await run([...args, "--json"], env);
    expect(JSON.parse(stdout).error.code).toBe(code);
    expect(await box.read("mods.lock")).toBeUndefined();
  });

  test("a server that lists none that serves says so", { timeout: 60_000 }, async () => {
    await manifest("gear-lib", "2.0.50");
    const { stdout } = await run(["lock", "--json"]);
    expect(JSON.parse(stdout).error).toMatchObject({ code: "NO_SOLUTION", message: expect.stringContaining("2.0.50") });
  });
});
