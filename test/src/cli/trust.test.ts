import { lstat, mkdir, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeArchive } from "@factorio-lock/game";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { createSandbox, type RunOptions, type Sandbox } from "./sandbox.ts";

let box: Sandbox;
let outside: string;
beforeEach(async () => {
  box = await createSandbox();
  outside = join(box.folder, "home", "site-packages");
  await mkdir(outside, { recursive: true });
  await box.write(
    "usercustomize/info.json",
    JSON.stringify({ name: "usercustomize", version: "1.0.0", factorio_version: "2.0", dependencies: [] }),
  );
  await box.write("usercustomize/usercustomize.py", "raise SystemExit('a stranger was here')");
});
afterEach(() => box.close());

const manifest = (modDirectory: string) =>
  `factorio: "2.0"\nmodDirectory: ${modDirectory}\nmods:\n  usercustomize: { path: ./usercustomize }\n`;

interface Document {
  readonly ok: boolean;
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
  readonly [key: string]: unknown;
}

/** Installs run as a process of their own, the many others in this one. */
async function json(args: readonly string[], options: RunOptions = {}): Promise<Document & { readonly exit: number }> {
  const isInstall = args.length === 1 && args[0] === "install";
  const { code, stdout } = isInstall
    ? await box.spawn([...args, "--json"], options)
    : await box.run([...args, "--json"], options);
  return { ...(JSON.parse(stdout) as Document), exit: code };
}

/** Every command that looks into the mod directory or changes it. */
const COMMANDS: readonly (readonly string[])[] = [
  ["install"],
  ["install", "--prune"],
  ["install", "--dry-run"],
  ["verify"],
  ["add", "gear-lib"],
  ["remove", "usercustomize"],
  ["update"],
];

describe("a mod directory outside the manifest's folder", () => {
  const attacks: readonly (readonly [string, () => Promise<string>])[] = [
    ["an absolute path", async () => outside],
    ["a path from the user's home", async () => '"~/site-packages"'],
    ["a path upward", async () => "../home/site-packages"],
    [
      "a committed link",
      async () => {
        await symlink("../home/site-packages", join(box.project, "mods"));
        return "./mods";
      },
    ],
    [
      "a folder behind a committed link",
      async () => {
        await symlink("../home", join(box.project, "parts"));
        return "./parts/site-packages";
      },
    ],
    [
      "a dead link, where the folder would be made",
      async () => {
        await removeFolder(outside);
        await symlink("../home/site-packages", join(box.project, "mods"));
        return "./mods/deeper";
      },
    ],
  ];
  test.each(attacks)("%s is not touched without the user's word", async (_, attack) => {
    await box.write("mods.yaml", manifest(await attack()));
    expect((await json(["lock"])).ok).toBe(true);
    const before = await box.snapshot();
    for (const command of COMMANDS) {
      const { exit, error } = await json(command);
      expect([command, error?.code, exit]).toEqual([command, "NOT_TRUSTED", 2]);
      expect(error?.hint).toContain("`factorio-lock trust`");
    }
    expect(await readdir(outside).catch(() => [])).toEqual([]);
    expect(await box.snapshot()).toEqual(before);
    const checks = (await json(["doctor", "--offline"]))["checks"] as { name: string; status: string }[];
    expect(checks.find(({ name }) => name === "mod-directory")?.status).toBe("bad");
  });

  test("trust allows it for this modpack and this folder, until untrust; nothing of it lies in the modpack", async () => {
    await box.write("mods.yaml", manifest(outside));
    const before = await box.snapshot();
    expect(await json(["trust"])).toMatchObject({ directory: outside, project: box.project, changed: true });
    expect(await box.snapshot()).toEqual(before);
    expect((await json(["install"])).ok).toBe(true);
    expect((await lstat(join(outside, "usercustomize"))).isSymbolicLink()).toBe(true);
    // Another folder, or another modpack, is another question.
    await box.write("mods.yaml", manifest("../home"));
    expect((await json(["install"])).error?.code).toBe("NOT_TRUSTED");
    await box.write("other/mods.yaml", 'factorio: "2.0"\nmodDirectory: ../../home/site-packages\nmods: {}\n');
    expect((await json(["install"], { cwd: "other" })).error?.code).toBe("NOT_TRUSTED");
    await box.write("mods.yaml", manifest(outside));
    expect(await json(["untrust"])).toMatchObject({ directories: [outside] });
    expect((await json(["install"])).error?.code).toBe("NOT_TRUSTED");
  });

  test("set modDirectory, the flag and the environment are the user's word", async () => {
    await box.write("mods.yaml", manifest("./mods"));
    expect((await json(["set", "modDirectory", outside])).ok).toBe(true);
    expect((await json(["install"])).ok).toBe(true);
    await json(["untrust"]);
    expect((await json(["install", "--mod-directory", outside])).ok).toBe(true);
    expect((await json(["install"], { env: { FACTORIO_MOD_DIRECTORY: outside } })).ok).toBe(true);
    expect((await json(["install"])).error?.code).toBe("NOT_TRUSTED");
  });

  test("a record of trust that the modpack brings says nothing", async () => {
    await box.write("mods.yaml", manifest(outside));
    await json(["trust"]);
    const kept = join(box.folder, "home/.config/factorio-lock/trust.json");
    const record = await readFile(kept, "utf8");
    await rm(kept);
    for (const place of ["trust.json", ".factorio-lock/trust.json", ".config/factorio-lock/trust.json"]) {
      await box.write(place, record);
    }
    expect((await json(["install"])).error?.code).toBe("NOT_TRUSTED");
    const env = { XDG_CONFIG_HOME: join(box.project, ".config") };
    expect((await json(["install"], { env })).error?.code).toBe("NOT_TRUSTED");
  });

  test("a bare lockfile's ./mods may not be a link either", async () => {
    await box.write("mods.yaml", manifest("./mods"));
    expect((await json(["lock"])).ok).toBe(true);
    await rm(join(box.project, "mods.yaml"));
    await symlink("../home/site-packages", join(box.project, "mods"));
    expect((await json(["install", "--frozen"])).error?.code).toBe("NOT_TRUSTED");
    expect(await readdir(outside)).toEqual([]);
  });
});

describe("what is no mod directory", () => {
  const documents = () => join(box.folder, "home", "Documents");
  beforeEach(async () => {
    await mkdir(join(documents(), "taxes"), { recursive: true });
    await writeFile(join(documents(), "taxes", "2025.txt"), "figures");
    await writeFile(join(documents(), "backup_2024.01.zip"), "no mod");
  });

  test("is refused by whoever's word, and nothing is touched", async () => {
    await box.write("mods.yaml", manifest("./mods"));
    const before = await readdir(documents(), { recursive: true });
    const flag = ["--mod-directory", documents()];
    const tries = [...COMMANDS.map((command) => [...command, ...flag]), ["set", "modDirectory", documents()]];
    for (const command of tries.filter(([name]) => name !== "verify")) {
      const { error, exit } = await json(command);
      expect([command, error?.code, exit]).toEqual([command, "NOT_A_MOD_DIRECTORY", 1]);
    }
    await box.write("mods.yaml", manifest(documents()));
    expect((await json(["trust"])).error?.code).toBe("NOT_A_MOD_DIRECTORY");
    expect(await readdir(documents(), { recursive: true })).toEqual(before);
    expect(await readdir(join(box.folder, "home"))).not.toContain("Documents.set-aside");
  });

  test.each([
    ["mod-list.json", "{}"],
    ["mod-settings.dat", "of the game"],
  ])("%s makes it one", async (name, text) => {
    await box.write("mods.yaml", 'factorio: "2.0"\nmods: {}\n');
    await writeFile(join(documents(), name), text);
    expect((await json(["install", "--mod-directory", documents()])).error?.code).toBeUndefined();
  });

  test("so does the archive of a mod, by its content, and its folder", async () => {
    await box.write("mods.yaml", 'factorio: "2.0"\nmods: {}\n');
    await writeFile(join(documents(), "some-mod_1.0.0.zip"), await makeArchive({ name: "some-mod", version: "1.0.0" }));
    expect((await json(["install", "--mod-directory", documents()])).ok).toBe(true);
    const other = join(box.folder, "home", "other");
    await mkdir(join(other, "some-mod"), { recursive: true });
    await writeFile(join(other, "some-mod", "info.json"), '{ "name": "some-mod", "version": "1.0.0" }');
    expect((await json(["install", "--mod-directory", other])).ok).toBe(true);
  });

  test("hidden files and what systems leave count as nothing", async () => {
    await box.write("mods.yaml", 'factorio: "2.0"\nmods: {}\n');
    const empty = join(box.folder, "home", "empty");
    await mkdir(join(empty, "lost+found"), { recursive: true });
    for (const name of [".DS_Store", "desktop.ini", "Thumbs.db"]) await writeFile(join(empty, name), "");
    expect((await json(["install", "--mod-directory", empty])).ok).toBe(true);
  });
});

describe("servers and devices", () => {
  const PLACES = [
    "\\\\\\\\server\\\\share",
    "//server/share",
    "\\\\\\\\.\\\\pipe\\\\x",
    "\\\\\\\\?\\\\C:\\\\x",
    "./NUL",
    "mods/con.txt/x",
    "aux:",
  ];
  test.each(PLACES)(
    "%s is refused in modDirectory, in path and in a lockfile before it is looked at",
    async (place) => {
      await box.write("mods.yaml", `factorio: "2.0"\nmodDirectory: "${place}"\nmods: {}\n`);
      for (const command of [["install"], ["verify"], ["trust"], ["whoami", "--offline"]]) {
        expect((await json(command)).error).toMatchObject({
          code: "MANIFEST_INVALID",
          message: expect.stringContaining("mods.yaml:2:15"),
        });
      }
      await box.write("mods.yaml", `factorio: "2.0"\nmods:\n  some-mod: { path: "${place}" }\n`);
      expect((await json(["install"])).error).toMatchObject({
        code: "MANIFEST_INVALID",
        message: expect.stringContaining("mods.yaml:3:21"),
      });
      await box.write("mods.yaml", 'factorio: "2.0"\nmods: {}\n');
      expect((await json(["set", "modDirectory", JSON.parse(`"${place}"`) as string])).error?.code).toBe("USAGE");
    },
  );
});

test("the real path is what counts: a project that is reached through a link has its folder inside", async () => {
  await symlink(box.project, join(box.folder, "linked"));
  await box.write(
    "mods.yaml",
    `factorio: "2.0"\nmodDirectory: ${join(await realpath(box.project), "mods")}\nmods: {}\n`,
  );
  expect((await json(["install"], { cwd: "../linked" })).ok).toBe(true);
});

test("nothing is quoted of a file that a link leads to", async () => {
  await writeFile(join(box.folder, "home", "secret"), "hunter2: [very secret\n");
  await box.write("mods.yaml", manifest("./mods"));
  await rm(join(box.project, "usercustomize/info.json"));
  await symlink("../../home/secret", join(box.project, "usercustomize/info.json"));
  await symlink("../home/secret", join(box.project, "mods.lock"));
  for (const command of [
    ["lock"],
    ["list"],
    ["install"],
    ["diff", "mods.lock"],
    ["diff", "mods.lock", "mods.lock"],
    ["tree"],
  ]) {
    const { stdout, stderr, code } = await box.run(command);
    expect(code).toBeGreaterThan(0);
    expect(stdout + stderr).not.toMatch(/hunter2|secret/);
  }
  await rm(join(box.project, "mods.yaml"));
  await symlink("../home/secret", join(box.project, "mods.yaml"));
  expect((await box.run(["lock"])).stderr).not.toMatch(/hunter2|secret/);
});

test("--copy follows no link out of the mod", async () => {
  await writeFile(join(box.folder, "home", "secret"), "hunter2");
  await box.write("mods.yaml", manifest("./mods"));
  await symlink("usercustomize.py", join(box.project, "usercustomize", "inside.py"));
  expect((await box.spawn(["install", "--copy"])).code).toBe(0);
  expect(await box.read("mods/usercustomize_1.0.0/inside.py")).toContain("a stranger was here");
  for (const target of ["../../home/secret", "../../home"]) {
    const link = join(box.project, "usercustomize", "data");
    await symlink(target, link);
    const { code, stderr } = await box.spawn(["install", "--copy"]);
    // A folder outside is not even looked at: the copy is as it was.
    expect([code, stderr]).toEqual([expect.any(Number), expect.not.stringContaining("hunter2")]);
    const copied = await readdir(join(box.project, "mods", "usercustomize_1.0.0"));
    expect(copied.sort()).toEqual(["info.json", "inside.py", "usercustomize.py"]);
    await rm(link);
  }
  await removeFolder(join(box.project, "mods"));
  await symlink("../../home/secret", join(box.project, "usercustomize", "data"));
  const { code, stderr } = await box.spawn(["install", "--copy"]);
  expect([code, stderr]).toEqual([1, expect.stringContaining("leads out of the mod")]);
  expect(await readdir(join(box.project, "mods")).catch(() => [])).not.toContain("usercustomize_1.0.0");
});
