import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, readFile, symlink, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EXPORT_FORMATS } from "../../../packages/cli/src/commands/export/formats/formats.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";

const MANIFEST = `factorio: "2.0"
expansion: true
mods:
  rail-tunes: "*"
  tall-masts: "*"
pack: { name: friday-pack, version: 1.4.0, title: "Fridays \${x} ''", author: somebody }
settings: { startup: { loud: true, "size \\"x\\"": 3 } }
`;

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
  await box.write("mods.yaml", MANIFEST);
  await ok(["install"]);
});
afterEach(() => box.close());

async function ok(
  args: readonly string[],
  options: Parameters<Sandbox["run"]>[1] = {},
): Promise<Record<string, unknown>> {
  const { code, stdout } = await box.run([...args, "--json"], options);
  expect(code, stdout).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

describe("export", () => {
  test("every format is the same bytes again, in another time zone and language", async () => {
    const places = [
      { TZ: "UTC", LC_ALL: "C" },
      { TZ: "Pacific/Kiritimati", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
    ];
    for (const format of EXPORT_FORMATS) {
      const made: Buffer[] = [];
      for (const [at, env] of places.entries()) {
        const file = join(box.folder, `${at}`, "friday-pack_1.4.0.zip");
        await mkdir(dirname(file), { recursive: true });
        const { code, stderr } = await box.spawn(["export", format, file], { env });
        expect(code, stderr).toBe(0);
        made.push(await readFile(file));
      }
      expect(made[0]?.length, format).toBeGreaterThan(0);
      expect(
        made.every((bytes) => bytes.equals(made[0] as Buffer)),
        format,
      ).toBe(true);
    }
  });

  test("pack: byte-stable, named by `pack:`, and sync makes the same modpack of it", async () => {
    expect(await ok(["export", "pack"])).toMatchObject({ file: "friday-pack_1.4.0.pack.json" });
    const bytes = await box.read("friday-pack_1.4.0.pack.json");
    await ok(["export", "pack"]);
    expect(await box.read("friday-pack_1.4.0.pack.json")).toBe(bytes);
    await mkdir(join(box.folder, "friend"));
    await ok(["sync", "../project/friday-pack_1.4.0.pack.json", "--yes"], { cwd: "../friend" });
    expect(await box.read("../friend/mods.lock")).toBe(await box.read("mods.lock"));
    expect(await box.read("../friend/mods/mod-settings.dat")).toBe(await box.read("mods/mod-settings.dat"));
    await ok(["export", "pack"], { cwd: "../friend" });
    expect(await box.read("../friend/friday-pack_1.4.0.pack.json")).toBe(bytes);
  });

  test.each([
    ["cut", (text: string) => text.slice(0, -40)],
    ["of a newer version", (text: string) => text.replace('"formatVersion": 1', '"formatVersion": 2')],
    ["without lockfile", (text: string) => text.replace('"lockfile"', '"lock"')],
    ["with a damaged lockfile", (text: string) => text.replace("sha1:", "sha2:")],
    ["with a damaged manifest", (text: string) => text.replace('"mods:",', '"mod:",')],
    [
      "with a lockfile that climbs",
      (text: string) => text.replace(/file: \\"rail-tunes_[^"]*zip\\"/, 'file: \\"../../x.zip\\"'),
    ],
    ["with numbers for lines", (text: string) => text.replace('"lockfile": [', '"lockfile": [ 1,')],
  ])("a pack %s is one clear error, and nothing is written", async (_, broken) => {
    await ok(["export", "pack", "friday.json"]);
    const text = broken((await box.read("friday.json")) ?? "");
    await mkdir(join(box.folder, "friend"));
    await box.write("../friend/pack.json", text);
    const { code, stderr } = await box.run(["sync", "pack.json", "--yes"], { cwd: "../friend" });
    expect([1, 2, 6]).toContain(code);
    expect(stderr.match(/^error: /gm)).toHaveLength(1);
    expect(await box.read("../friend/mods.yaml")).toBeUndefined();
  });

  test.skipIf(!has("unzip", "-v"))("zip: unpacked elsewhere it verifies, and it is byte-stable", async () => {
    const { file } = await ok(["export", "zip"]);
    expect(file).toBe("friday-pack_1.4.0_mods.zip");
    const bytes = await readFile(join(box.project, file as string));
    await ok(["export", "zip", "again.zip"]);
    expect((await readFile(join(box.project, "again.zip"))).equals(bytes)).toBe(true);
    const friend = join(box.folder, "friend");
    await mkdir(friend);
    execFileSync("unzip", ["-q", join(box.project, file as string), "-d", join(friend, "mods")]);
    await box.write("../friend/mods.yaml", MANIFEST);
    await box.write("../friend/mods.lock", (await box.read("mods.lock")) ?? "");
    expect((await box.run(["verify"], { cwd: "../friend" })).code).toBe(0);
    await box.write("mods/rail-tunes_1.1.0.zip", "another");
    expect((await box.run(["export", "zip"])).code).toBe(1);
  });

  test("docker: nothing by which the image changes the set", async () => {
    const text = async () => (await ok(["export", "docker"]))["text"] as string;
    const some = await text();
    expect(some).not.toMatch(/^\s+UPDATE_MODS_ON_START/m);
    expect(some).toContain('DLC_SPACE_AGE: "elevated-rails"');
    expect(some).toContain('"./mods:/factorio/mods"');
    await box.write("mods.yaml", 'factorio: "2.0.77"\nmods: { tall-masts: "*" }\n');
    await ok(["install"]);
    const none = await text();
    expect(none).toContain('DLC_SPACE_AGE: "false"');
    expect(none).toContain("factoriotools/factorio:2.0.77");
  });

  test.skipIf(!has("nix-instantiate", "--version"))("nix: is parsed, a broken one is not", async () => {
    for (const args of [[], ["--mirror", "https://mods.example.com/"]]) {
      const text = (await ok(["export", "nix", ...args]))["text"] as string;
      await box.write("pack.nix", text);
      execFileSync("nix-instantiate", ["--parse", "--store", "dummy://", join(box.project, "pack.nix")]);
      await box.write("pack.nix", text.slice(0, -3));
      expect(
        spawnSync("nix-instantiate", ["--parse", "--store", "dummy://", join(box.project, "pack.nix")]).status,
      ).not.toBe(0);
    }
  });

  test("nix: each address of a mirror is that of the lockfile, also of a name with blanks", async () => {
    await box.world.publish([{ name: "Squeak Parade", releases: [{ version: "1.0.01" }] }]);
    await ok(["add", "Squeak Parade", "--no-install"]);
    const { stdout } = await box.spawn(["export", "nix", "--mirror", `${box.portal.url}/`]);
    const paths = [...stdout.matchAll(/; url = "(.*?)";/g)].map(([, url = ""]) => new URL(url).pathname);
    expect(paths).toHaveLength(4);
    const lock = (await box.read("mods.lock")) ?? "";
    for (const path of paths) expect(lock).toContain(`download: "${path}"`);
    expect(paths.join()).toContain("/download/Squeak%20Parade/");
    const { code, stderr } = await box.spawn(["export", "nix", "--mirror", "mods.example.com"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('not "mods.example.com"')]);
  });

  test("cyclonedx: every mod by hash, each dependency a component", async () => {
    const text = (await ok(["export", "cyclonedx"]))["text"] as string;
    const bom = JSON.parse(text) as {
      components: { "bom-ref": string; name: string; hashes: { content: string }[] }[];
      dependencies: { ref: string; dependsOn: string[] }[];
    };
    expect(bom).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.5" });
    expect(bom.components.map(({ name }) => name)).toEqual(["gear-lib", "rail-tunes", "tall-masts"]);
    const refs = new Set(bom.components.map((component) => component["bom-ref"]));
    for (const { dependsOn } of bom.dependencies) for (const ref of dependsOn) expect(refs).toContain(ref);
    expect((await ok(["export", "cyclonedx"]))["text"]).toBe(text);
  });

  test("metapackage: settings as defaults, and --loose for newer releases", async () => {
    await ok(["export", "metapackage", "--loose"]);
    const zip = (await readFile(join(box.project, "friday-pack_1.4.0.zip"))).toString("latin1");
    expect(zip).toContain("settings-final-fixes.lua");
    expect(zip).toContain('["loud"] = true');
    expect(zip).toContain("tall-masts >= 1.0.0");
    expect(zip).not.toContain("changelog.txt");
  });

  test("metapackage: a changelog.txt of what the author wrote and what changed, as the game reads it", async () => {
    await box.write("old/mods.yaml", 'factorio: "2.0"\nmods: { gear-lib: "= 1.2.0", fog-lamps: "*" }\n');
    await ok(["lock"], { cwd: "old" });
    await box.write(
      "changelog.txt",
      "Version: 1.4.0\nDate: Friday\n\tFeatures:\n\t\t- Louder evenings.\nVersion: 1.3.0\n  Info:\n    - The first one.  \n",
    );
    const dashes = "-".repeat(99);
    const changes = [
      "  Changes:",
      "    - Removed fog-lamps.",
      "    - Updated gear-lib to 2.0.0, before 1.2.0.",
      "    - The startup setting loud is true.",
      '    - The startup setting size "x" is 3.',
    ];
    const added = [
      "    - Switched on elevated-rails.",
      "    - Added rail-tunes 1.1.0.",
      "    - Added tall-masts 1.0.0.",
    ];
    const head = [dashes, "Version: 1.4.0"];
    await ok(["export", "metapackage", "--since", "old/mods.lock"]);
    const zip = (await readFile(join(box.project, "friday-pack_1.4.0.zip"))).toString("utf8");
    const older = [dashes, "Version: 1.3.0", "  Info:", "    - The first one."];
    expect(zip).toContain(
      `${[...head, "Date: Friday", "  Features:", "    - Louder evenings.", ...added, ...changes, ...older].join("\n")}\n`,
    );
    const { stdout } = await box.run(["diff", "old/mods.lock", "--changelog-txt"]);
    expect(stdout).toBe(`${[...head, "  Features:", ...added, ...changes].join("\n")}\n`);
    expect((await box.run(["diff", "mods.lock", "--changelog-txt"])).stdout).toBe(
      `${[...head, "  Changes:", "    - The same mods and settings as before."].join("\n")}\n`,
    );
    await unlink(join(box.project, "changelog.txt"));
    await symlink(join(box.project, "old/mods.yaml"), join(box.project, "changelog.txt"));
    await ok(["export", "metapackage"]);
    expect((await readFile(join(box.project, "friday-pack_1.4.0.zip"))).toString("utf8")).not.toContain("changelog");
  });
});
