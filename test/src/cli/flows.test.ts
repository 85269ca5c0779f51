import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { createSandbox, type Sandbox } from "./sandbox.ts";
import { MODS } from "./world.ts";

const MANIFEST = 'factorio: "2.0"\nmods:\n  tall-masts: "*" # keep me\n';

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
  await box.write("mods.yaml", MANIFEST);
});
afterEach(() => box.close());

async function ok(
  args: readonly string[],
  options: Parameters<Sandbox["run"]>[1] = {},
): Promise<Record<string, unknown>> {
  const { code, stdout } = await box.run([...args, "--json"], options);
  const found = JSON.parse(stdout) as Record<string, unknown>;
  expect(code, stdout).toBe(0);
  return found;
}

describe("install", () => {
  test("from a lockfile that is not stale asks the API nothing, also on another machine", async () => {
    await ok(["install"]);
    await removeFolder(join(box.project, "mods"));
    const env = { FACTORIO_LOCK_CACHE: join(box.folder, "another-cache") };
    box.requests.length = 0;
    await ok(["install", "--frozen"], { env });
    expect(box.requests.length).toBeGreaterThan(0);
    expect(box.requests.filter(({ path }) => path.startsWith("/api/"))).toEqual([]);
    expect((await box.run(["verify"])).code).toBe(0);
  });

  test("with --frozen a lockfile alone will do", async () => {
    await ok(["install"]);
    await mkdir(join(box.project, "server"));
    await writeFile(join(box.folder, "mods.lock"), (await box.read("mods.lock")) ?? "");
    const server = join(box.folder, "home");
    await writeFile(join(server, "mods.lock"), (await box.read("mods.lock")) ?? "");
    await ok(["install", "--frozen", "-C", server]);
    expect(await readFile(join(server, "mods", "mod-list.json"), "utf8")).toContain("tall-masts");
  });

  test("--offline works with what is here, and with nothing else", async () => {
    await ok(["install"]);
    box.requests.length = 0;
    await removeFolder(join(box.project, "mods"));
    await ok(["install", "--offline"]);
    await ok(["lock", "--offline"]);
    await ok(["tree"]);
    expect(box.requests).toEqual([]);
  });

  test("with CI set it means --locked where there is a lockfile, and locks where there is none", async () => {
    await ok(["install"], { env: { CI: "1" } });
    await box.write("mods.yaml", `${MANIFEST}  fog-lamps: "*"\n`);
    expect((await box.run(["install"], { env: { CI: "1" } })).code).toBe(5);
    expect((await box.run(["install"], { env: { CI: "false" } })).code).toBe(0);
  });

  test("other words for the same thing are not stale", async () => {
    await ok(["install"]);
    const before = await box.read("mods.lock");
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  tall-masts: ">= 0"\n'.replace(">= 0", ">= 0.0"));
    await ok(["install", "--locked"]);
    expect(await box.read("mods.lock")).toBe(before);
    await ok(["lock"]);
    expect(await box.read("mods.lock")).toContain('tall-masts: ">= 0.0"');
  });

  test("--mod-directory and FACTORIO_MOD_DIRECTORY decide where", async () => {
    await ok(["install", "--mod-directory", "elsewhere"]);
    await ok(["install"], { env: { FACTORIO_MOD_DIRECTORY: join(box.project, "third") } });
    expect(await box.read("elsewhere/mod-list.json")).toEqual(await box.read("third/mod-list.json"));
    expect(await box.read("mods/mod-list.json")).toBeUndefined();
  });

  test("a mod of others stays, switched off, with a warning; --prune moves it aside", async () => {
    await box.write("mods/others_1.0.0.zip", "not ours");
    const { warnings } = await ok(["install"]);
    expect(warnings).toMatchObject([{ code: "UNMANAGED_MOD", mod: "others" }]);
    expect(await box.read("mods/others_1.0.0.zip")).toBe("not ours");
    await ok(["install", "--prune"]);
    expect(await box.read("mods/others_1.0.0.zip")).toBeUndefined();
  });

  test("a path mod takes part: its dependencies are resolved, and the lockfile names no place of this machine", async () => {
    const info = {
      name: "my-own",
      version: "0.0.1",
      title: "Mine",
      author: "me",
      factorio_version: "2.0",
      dependencies: ["gear-lib < 2.0"],
    };
    await box.write("../my-own/info.json", JSON.stringify(info));
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  my-own: { path: ../my-own }\n');
    await ok(["install"]);
    const lock = (await box.read("mods.lock")) ?? "";
    expect(lock).toContain("path: ");
    expect(lock).not.toContain(box.folder);
    expect(await box.read("mods/my-own/info.json")).toContain("Mine");
    expect((await box.run(["verify"])).code).toBe(0);
    await box.write("../my-own/info.json", JSON.stringify({ ...info, version: "0.0.2" }));
    expect((await box.run(["lock", "--check"])).code).toBe(5);
    await ok(["install"]);
    expect(await box.read("mods.lock")).toContain("0.0.2");
  });

  test("a byte that changed under an unchanged time is found by verify, and repaired by the next install", async () => {
    await ok(["install"]);
    const file = join(box.project, "mods", "tall-masts_1.0.0.zip");
    const { size, mtime, atime } = await stat(file);
    const right = await readFile(file);
    const wrong = Buffer.from(right);
    wrong[40] = (wrong[40] as number) ^ 1;
    await writeFile(file, wrong);
    await utimes(file, atime, mtime);
    expect(await stat(file)).toMatchObject({ size, mtimeMs: mtime.getTime() });
    const { code, stdout } = await box.run(["verify", "--json"]);
    expect(code).toBe(5);
    const problem = { mod: "tall-masts", file: "tall-masts_1.0.0.zip", problem: "checksum" };
    expect(JSON.parse(stdout).problems).toEqual([problem]);
    await ok(["install"]);
    expect((await readFile(file)).equals(right)).toBe(true);
    expect(await ok(["verify"])).toMatchObject({ problems: [] });
    expect((await box.run(["cache", "verify"])).code).toBe(0);
  });

  test("verify takes a path mod as it was placed, linked or copied", async () => {
    const info = { name: "my-own", version: "0.0.1", title: "Mine", author: "me", factorio_version: "2.0" };
    await box.write("../my-own/info.json", JSON.stringify(info));
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  my-own: { path: ../my-own }\n');
    await ok(["install", "--copy"]);
    expect(await box.read("mods/my-own_0.0.1/info.json")).toContain("Mine");
    expect(await ok(["verify"])).toMatchObject({ problems: [] });
    await ok(["install"]);
    expect(await ok(["verify"])).toMatchObject({ problems: [] });
    await ok(["install", "--copy"]);
    await box.write("mods/my-own_0.0.1/info.json", JSON.stringify({ ...info, title: "Altered" }));
    const { code, stdout } = await box.run(["verify", "--json"]);
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ problems: [{ mod: "my-own", problem: "checksum" }] });
  });

  test("changed mod settings are reported, also before they are written", async () => {
    await ok(["install"]);
    await box.write("mods.yaml", `${MANIFEST}settings:\n  startup:\n    tall-masts-height: 12\n`);
    expect(await ok(["install", "--dry-run"])).toMatchObject({ directory: { settingsChanged: true } });
    expect(await box.read("mods/mod-settings.dat")).toBeUndefined();
    expect((await box.run(["install", "--dry-run"])).stdout).toContain("change settings: mod-settings.dat");
    expect((await box.run(["install"])).stderr).toContain("mods/mod-settings.dat now has the settings of mods.yaml.");
    expect(await ok(["install"])).toMatchObject({ directory: { settingsChanged: false } });
  });

  test("verify recommends what helps", async () => {
    await ok(["install"]);
    const archive = join(box.project, "mods", "gear-lib_2.0.0.zip");
    const helps = async () => {
      const { stdout } = await box.run(["verify", "--json"]);
      const { hint } = (JSON.parse(stdout) as { error: { hint: string } }).error;
      const command = /`factorio-lock ([^`]+)`/.exec(hint)?.[1] ?? "";
      await ok(command.split(" "));
      expect((await box.run(["verify"])).code, hint).toBe(0);
      return command;
    };
    await rm(archive);
    expect(await helps()).toBe("install");
    await rm(archive);
    await ok(["cache", "clean"]);
    await removeFolder(join(box.project, "mods", ".factorio-lock"));
    await writeFile(archive, "of somebody else");
    expect(await helps()).toBe("install --prune");
    const kept = (await readdir(join(box.folder, "cache"), { recursive: true })).filter((name) =>
      name.endsWith(".zip"),
    );
    for (const name of kept) await rm(join(box.folder, "cache", name));
    for (const name of kept) await writeFile(join(box.folder, "cache", name), "damaged");
    expect(await helps()).toBe("cache verify");
  });

  test("the builtin mods of the game that --game names are all in the mod list", async () => {
    const info = (name: string) => JSON.stringify({ name, version: "2.0.60", title: name, author: "game" });
    for (const name of ["base", "quality", "sky-ships"]) {
      await box.write(`../game/data/${name}/info.json`, info(name));
    }
    await ok(["install", "--game", "../game"]);
    const list = JSON.parse((await box.read("mods/mod-list.json")) ?? "") as { mods: { name: string }[] };
    expect(list.mods).toContainEqual({ name: "base", enabled: true });
    expect(list.mods).toContainEqual({ name: "sky-ships", enabled: false });
    expect(list.mods.map(({ name }) => name)).not.toContain("space-age");
    expect(await ok(["verify", "--game", "../game"])).toMatchObject({ problems: [] });
  });

  test("a release that the portal no longer lists installs from what the lockfile says", async () => {
    await ok(["install"]);
    await box.world.withdraw("gear-lib");
    const { warnings } = await ok(["lock"]);
    expect(warnings).toContainEqual(expect.objectContaining({ code: "RELEASE_WITHDRAWN", mod: "gear-lib" }));
    await removeFolder(join(box.project, "mods"));
    await ok(["install", "--frozen"]);
  });
});

test("a locked release keeps its bytes: what the portal changed is refused until it is updated by name", async () => {
  await ok(["install"]);
  expect(await ok(["lock", "--check"])).toMatchObject({ warnings: [] });
  const gear = MODS.find(({ name }) => name === "gear-lib");
  if (!gear) throw new Error("the test's world has no gear-lib");
  await box.world.publish([{ ...gear, title: "Other Gears" }]);
  const before = await box.snapshot();
  await box.write("mods.yaml", `${await box.read("mods.yaml")}# not stale\n`);
  for (const command of [
    ["lock"],
    ["lock", "--quiet"],
    ["lock", "--check"],
    ["update"],
    ["update", "tall-masts"],
    ["add", "fog-lamps"],
  ]) {
    const { code, stdout } = await box.run([...command, "--json"]);
    const { error } = JSON.parse(stdout) as { error?: { code: string; hint: string } };
    expect([command, code, error?.code]).toEqual([command, 6, "RELEASE_CHANGED"]);
    expect(error?.hint).toContain("`factorio-lock update gear-lib`");
  }
  const offline = { env: { FACTORIO_LOCK_PORTAL: "http://127.0.0.1:9" } };
  expect((await box.run(["lock", "--check"], offline)).code).toBe(0);
  // A fresh lockfile asks nothing.
  expect((await box.run(["install"])).code).toBe(0);
  expect(await box.read("mods.lock")).toBe(before.get("mods.lock"));
  await ok(["update", "gear-lib", "--no-install"]);
  expect(await ok(["lock", "--check"])).toMatchObject({ warnings: [] });
});

describe("the lockfile", () => {
  test("with both sides of a git conflict is merged and solved again", async () => {
    await ok(["add", "fog-lamps"]);
    const ours = (await box.read("mods.lock")) ?? "";
    await box.write("mods.yaml", MANIFEST);
    await rm(join(box.project, "mods.lock"));
    await ok(["add", "old-clock"]);
    const theirs = (await box.read("mods.lock")) ?? "";
    await box.write("mods.lock", `<<<<<<< HEAD\n${ours}=======\n${theirs}>>>>>>> other\n`);
    await box.write("mods.yaml", `${MANIFEST}  fog-lamps: "*"\n  old-clock: "*"\n`);
    expect((await box.run(["install", "--frozen"])).code).toBe(5);
    expect((await box.run(["tree"])).code).toBe(5);
    await ok(["install"]);
    const merged = (await box.read("mods.lock")) ?? "";
    for (const name of ["fog-lamps", "old-clock", "tall-masts"]) expect(merged).toContain(`\n  ${name}:\n`);
  });

  test("is written as it was when nothing changed, and locked mods stay where they are", async () => {
    const gear = MODS.find(({ name }) => name === "gear-lib");
    if (!gear) throw new Error("the test's world has no gear-lib");
    await box.world.publish([{ ...gear, releases: gear.releases.slice(0, 1) }]);
    await ok(["lock"]);
    const before = await box.read("mods.lock");
    await box.world.publish([gear]);
    await ok(["lock"]);
    expect(await box.read("mods.lock")).toBe(before);
    await ok(["update", "gear-lib", "--precise", "1.2.0"]);
    expect(await box.read("mods.lock")).toContain('version: "1.2.0"');
    await ok(["update"]);
    expect(await box.read("mods.lock")).toContain('version: "2.0.0"');
  });

  test("--dry-run writes nothing", async () => {
    for (const args of [["lock"], ["install"], ["update"], ["add", "fog-lamps"], ["remove", "tall-masts"]]) {
      const before = await box.snapshot();
      await ok([...args, "--dry-run"]);
      expect(await box.snapshot()).toEqual(before);
    }
  });
});

describe("the manifest", () => {
  test("keeps its comments when mods are added and removed", async () => {
    await ok(["add", "fog-lamps", "old-clock@0.1.01", "quiet-night@false"]);
    expect(await box.read("mods.yaml")).toBe(
      'factorio: "2.0"\nmods:\n  fog-lamps: ">= 3.1.0"\n  old-clock: "0.1.01"\n  quiet-night: false\n  tall-masts: "*" # keep me\n',
    );
    await ok(["remove", "fog-lamps", "old-clock", "quiet-night"]);
    expect(await box.read("mods.yaml")).toBe(MANIFEST);
  });

  test("--with-optional adds the optional mods that fit, and otherwise they are listed", async () => {
    const reported = await ok(["add", "tall-masts", "--dry-run"]);
    expect(reported["optional"]).toEqual([
      { name: "fog-lamps", version: "3.1.0", title: "Fog Lamps", of: "tall-masts" },
    ]);
    await ok(["add", "tall-masts", "--with-optional"]);
    expect(await box.read("mods.yaml")).toBe(
      'factorio: "2.0"\nmods:\n  fog-lamps: ">= 3.1.0"\n  tall-masts: "*" # keep me\n',
    );
  });

  test("set changes one key, and the next install follows", async () => {
    await ok(["set", "modDirectory", "./game-mods"]);
    await ok(["set", "expansion", "true"]);
    await ok(["add", "rail-tunes"]);
    const list = await box.read("game-mods/mod-list.json");
    expect(list).toContain("elevated-rails");
    expect(await box.read("mods.lock")).toContain("expansion: true");
  });
});

describe("credentials", () => {
  test("login keeps the token for the user alone, whoami finds it, logout forgets it", async () => {
    const env = { FACTORIO_USERNAME: undefined, FACTORIO_TOKEN: undefined };
    const stdin = "canary-5d1f0c7e9b\n";
    const { file } = (await ok(["login", "--username", "ada", "--token-stdin"], { env, stdin })) as { file: string };
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await ok(["whoami"], { env })).toMatchObject({ username: "ada", source: file, accepted: true });
    expect(await ok(["install"], { env })).toMatchObject({ downloaded: { files: 2 } });
    expect(await ok(["logout"], { env })).toMatchObject({ removed: true });
    expect((await box.run(["whoami"], { env })).code).toBe(4);
  });

  test("a server-settings.json that is named counts", async () => {
    const env = { FACTORIO_USERNAME: undefined, FACTORIO_TOKEN: undefined };
    await box.write("server-settings.json", JSON.stringify({ username: "host", token: "some-other-token" }));
    expect(await ok(["whoami", "--server-settings", "server-settings.json"], { env })).toMatchObject({
      username: "host",
    });
  });
});

test("-C counts for every relative path, and ~ in the manifest is the user's home", async () => {
  await ok(["lock"]);
  const flags = ["-C", "..", "--mod-directory", "mods-of-a-flag", "--cache-dir", "cache-of-a-flag"];
  await box.write("../mods.lock", (await box.read("mods.lock")) ?? "");
  await ok([...flags, "install", "--frozen"]);
  expect(await box.read("../mods-of-a-flag/mod-list.json")).toContain("tall-masts");
  expect(await ok([...flags, "cache", "size"])).toMatchObject({ directory: join(box.folder, "cache-of-a-flag") });
  await ok(["set", "modDirectory", "~/game/mods"]);
  await ok(["install"]);
  expect(await box.read("../home/game/mods/mod-list.json")).toContain("tall-masts");
});

test("cache clean deletes what is ours, and no folder of that name that lies beside", async () => {
  await ok(["lock"]);
  await mkdir(join(box.folder, "cache", "metadata"), { recursive: true });
  await writeFile(join(box.folder, "cache", "metadata", "diary.txt"), "mine");
  await ok(["cache", "clean"]);
  expect(await box.read("../cache/metadata/diary.txt")).toBe("mine");
  expect((await box.run(["lock", "--offline"])).code).toBe(7);
});

test("completion knows commands, flags, values, locked mods and known ones", async () => {
  await ok(["install"]);
  const words = async (...typed: readonly string[]) =>
    (await box.run(["complete", "--", ...typed])).stdout.trim().split("\n");
  expect(await words("in")).toEqual(["init", "install", "info"]);
  expect(await words("cache", "")).toEqual(["dir", "size", "prune", "verify", "clean"]);
  expect(await words("install", "--fr")).toEqual(["--frozen"]);
  expect(await words("--color", "a")).toEqual(["auto", "always"]);
  expect(await words("why", "")).toEqual(["gear-lib", "tall-masts"]);
  expect(await words("schema", "")).toEqual(["manifest", "lockfile", "json"]);
  expect(await words("add", "gear")).toEqual(["gear-lib"]);
});
