// Feeds the output of `export` to the programs and published schemas that it is meant for. Each of them also
// refuses ten broken variants: a judge that accepts anything would prove nothing.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, readdir, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ModPack } from "@clusterio/lib";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { lauxlib, lua, lualib, to_luastring } from "fengari";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

const MANIFEST = `factorio: "2.0"
expansion: true
mods:
  rail-tunes: "*"
  tall-masts: "*"
pack: { name: friday-pack, version: 1.4.0, title: "Fridays \${x} ''", author: somebody }
settings:
  startup: { loud: true, "odd \\"]] -- name": "]] .. os.exit(3) .. [[ \\u00e9", tint: { r: 1, g: 0.5, b: 0, a: 1 } }
  runtime-global: { seed: 9007199254740993, size: 0.25 }
`;

let box: Sandbox;
beforeAll(async () => {
  box = await createSandbox();
  await box.write("mods.yaml", MANIFEST);
  await exported([], "install");
});
afterAll(() => box.close());

async function exported(args: readonly string[], command = "export"): Promise<Record<string, unknown>> {
  const { code, stdout } = await box.run([command, ...args, "--json"]);
  expect(code, stdout).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

async function textOf(...args: readonly string[]): Promise<string> {
  return (await exported(args))["text"] as string;
}

const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

type Breaking = readonly [what: string, broken: (text: string) => string];

describe("cyclonedx", () => {
  const require = createRequire(import.meta.url);
  const schema = (name: string) =>
    JSON.parse(
      readFileSync(
        require
          .resolve("@cyclonedx/cyclonedx-library/package.json")
          .replace("package.json", `res/schema/${name}.SNAPSHOT.schema.json`),
        "utf8",
      ),
    ) as object;
  const ajv = new Ajv({ strict: false });
  for (const name of ["spdx", "jsf-0.82"]) {
    ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  }
  formats.default(ajv);
  ajv.addFormat("idn-email", true).addFormat("iri-reference", true);
  const isValid = ajv.compile(schema("bom-1.5"));

  test("is valid by the published schema", async () => {
    const bom: unknown = JSON.parse(await textOf("cyclonedx"));
    expect(isValid(bom), JSON.stringify(isValid.errors)).toBe(true);
  });

  test.each<Breaking>([
    ["another format", (text) => text.replace('"CycloneDX"', '"Cyclone"')],
    ["no format", (text) => text.replace('"bomFormat"', '"format"')],
    ["no version of the format", (text) => text.replace('"specVersion"', '"spec"')],
    ["a version that is a text", (text) => text.replace('"version": 1,', '"version": "1",')],
    ["a hash that is none", (text) => text.replace(/"content": "[0-9a-f]{40}"/, '"content": "abc"')],
    ["an algorithm that is none", (text) => text.replace('"SHA-1"', '"SHA-0"')],
    ["a component of no kind", (text) => text.replace('"library"', '"mod"')],
    ["a component without a name", (text) => text.replace('"name": "rail-tunes"', '"title": "rail-tunes"')],
    ["a reference of no kind", (text) => text.replace('"website"', '"site"')],
    ["dependencies that are texts", (text) => text.replace(/"dependencies": \[[\s\S]*\]/, '"dependencies": ["a"]')],
  ])("is refused with %s", async (_, broken) => {
    const text = await textOf("cyclonedx");
    expect(broken(text)).not.toBe(text);
    expect(isValid(JSON.parse(broken(text)))).toBe(false);
  });
});

describe("clusterio", () => {
  test("is read by its own library: the mods, the game and the settings", async () => {
    const pack = ModPack.fromModPackString((await textOf("clusterio")).trim());
    expect(pack.name).toBe("Fridays ${x} ''");
    expect(
      [...pack.mods.values()].filter(({ enabled }) => enabled).map(({ name, version }) => `${name} ${version}`),
    ).toEqual(expect.arrayContaining(["base 2.0.0", "gear-lib 2.0.0", "rail-tunes 1.1.0"]));
    expect(pack.settings.startup.get("loud")).toEqual({ value: true });
  });

  const repack = (text: string, change: (pack: Record<string, unknown>) => void): string => {
    const { inflateSync, deflateSync } = createRequire(import.meta.url)("node:zlib") as typeof import("node:zlib");
    const pack = JSON.parse(inflateSync(Buffer.from(text, "base64")).toString()) as Record<string, unknown>;
    change(pack);
    return deflateSync(JSON.stringify(pack)).toString("base64");
  };
  test.each<Breaking>([
    ["its end cut off", (text) => text.slice(0, -20)],
    ["another beginning", (text) => `AAAA${text.slice(4)}`],
    ["nothing in it", () => ""],
    ["text that is none of JSON", (text) => repack(text, () => {}).slice(0, 8)],
    ["a name that is a number", (text) => repack(text, (pack) => Object.assign(pack, { name: 1 }))],
    ["no game", (text) => repack(text, (pack) => delete pack["factorio_version"])],
    ["mods that are none", (text) => repack(text, (pack) => Object.assign(pack, { mods: "all" }))],
    [
      "a mod without a name",
      (text) => repack(text, (pack) => Object.assign(pack, { mods: [{ enabled: true, version: "1.0.0" }] })),
    ],
    [
      "a mod without a version",
      (text) => repack(text, (pack) => Object.assign(pack, { mods: [{ name: "a", enabled: true }] })),
    ],
    ["settings that are none", (text) => repack(text, (pack) => Object.assign(pack, { settings: 1 }))],
  ])("is refused with %s", async (_, broken) => {
    const text = (await textOf("clusterio")).trim();
    expect(() => ModPack.fromModPackString(broken(text))).toThrow();
  });
});

describe("metapackage", () => {
  /** Runs the settings stage as the game does: `data.raw` by kind, then the file. */
  function settled(source: string): Map<string, unknown> {
    const state = lauxlib.luaL_newstate();
    lualib.luaL_openlibs(state);
    const run = (text: string) => {
      if (lauxlib.luaL_dostring(state, to_luastring(text)) === lua.LUA_OK) return;
      throw new Error(lua.lua_tojsstring(state, -1) ?? "no reason");
    };
    run(`data = { raw = {
      ["bool-setting"] = { loud = { default_value = false }, other = { default_value = false } },
      ["string-setting"] = { ['odd "]] -- name'] = { default_value = "" } },
      ["double-setting"] = { size = { default_value = 1 } },
    } }`);
    run(source);
    const values = new Map<string, unknown>();
    const read = (kind: string, name: string) => {
      run(`found = data.raw["${kind}"][${JSON.stringify(name)}].default_value`);
      lua.lua_getglobal(state, to_luastring("found"));
      const bytes = lua.lua_isstring(state, -1) ? lua.lua_tostring(state, -1) : undefined;
      values.set(name, bytes ? Buffer.from(bytes).toString("utf8") : lua.lua_toboolean(state, -1));
      lua.lua_pop(state, 1);
    };
    read("bool-setting", "loud");
    read("bool-setting", "other");
    read("string-setting", 'odd "]] -- name');
    read("double-setting", "size");
    return values;
  }

  async function lua5(): Promise<string> {
    await exported(["metapackage"]);
    return execFileSync("unzip", ["-p", join(box.project, "friday-pack_1.4.0.zip"), "*/settings-final-fixes.lua"], {
      encoding: "utf8",
    });
  }

  test.skipIf(!has("unzip", "-v"))("its file for the settings stage runs, and makes the values defaults", async () => {
    expect(settled(await lua5())).toEqual(
      new Map<string, unknown>([
        ["loud", true],
        ["other", false],
        ['odd "]] -- name', "]] .. os.exit(3) .. [[ \u00e9"],
        ["size", "0.25"],
      ]),
    );
  });

  test.skipIf(!has("unzip", "-v")).each<Breaking>([
    ["an open table", (text) => text.replace("}\nfor", "\nfor")],
    ["an open loop", (text) => text.replace(/end\n$/, "")],
    ["an open text", (text) => text.replace('["loud"]', '["loud]')],
    ["a name without quotes", (text) => text.replace('["size"]', "[size x]")],
    ["no comma", (text) => text.replace("= true,", "= true true")],
    ["another language", (text) => text.replace("local defaults", "const defaults")],
    ["no loop", (text) => text.replace(" do\n", "\n")],
    ["a table that is not there", (text) => text.replace("pairs(data.raw[kind] or {})", "pairs(data.raw[kind])")],
    ["no condition", (text) => text.replace("then", "")],
    ["a value that is none", (text) => text.replace("0.25", "0.25.1")],
  ])("Lua refuses it with %s", async (_, broken) => {
    const text = await lua5();
    expect(broken(text)).not.toBe(text);
    expect(() => settled(broken(text))).toThrow();
  });
});

describe.skipIf(!has("docker-compose", "version"))("docker", () => {
  const accepts = async (text: string): Promise<boolean> => {
    await box.write("compose.yml", `version: "3"\n${text}`);
    return spawnSync("docker-compose", ["-f", join(box.project, "compose.yml"), "config", "-q"]).status === 0;
  };

  test("is read by docker-compose", async () => {
    expect(await accepts(await textOf("docker"))).toBe(true);
  });

  test.each<Breaking>([
    ["no services", (text) => text.replace(/^services:/m, "servces:")],
    ["an unknown key", (text) => text.replace(/^ {4}image:/m, "    imag:")],
    ["an image that is a list", (text) => text.replace(/^( {4}image:).*/m, "$1 [a]")],
    ["ports that are none", (text) => text.replace(/^( {4}ports:)$/m, "$1 7\n    x-old:")],
    ["volumes that are a number", (text) => text.replace(/^( {4}volumes:)$/m, "$1 7\n    x-old:")],
    ["an environment that is a number", (text) => text.replace(/^( {4}environment:)$/m, "$1 7\n    x-old:")],
    ["a build that is a number", (text) => text.replace(/^( {4}image:)/m, "    build: 3\n$1")],
    ["text that is no YAML", (text) => `${text}\n  - : [`],
    ["a service that is a text", () => "services:\n  factorio: yes please\n"],
    ["nothing", () => "services: 1\n"],
  ])("is refused with %s", async (_, broken) => {
    const text = await textOf("docker");
    expect(broken(text)).not.toBe(text);
    expect(await accepts(broken(text))).toBe(false);
  });
});

describe.skipIf(!has("nix-instantiate", "--version"))("nix", () => {
  const accepts = async (text: string): Promise<boolean> => {
    await box.write("pack.nix", text);
    return spawnSync("nix-instantiate", ["--parse", join(box.project, "pack.nix")]).status === 0;
  };

  test("is parsed by nix, with and without a mirror", async () => {
    expect(await accepts(await textOf("nix"))).toBe(true);
    expect(await accepts(await textOf("nix", "--mirror", "https://mods.example.com/"))).toBe(true);
  });

  test.each<Breaking>([
    ["its end cut off", (text) => text.trimEnd().slice(0, -1)],
    ["no semicolon", (text) => text.replace(";", "")],
    ["a text left open", (text) => text.replace(/"(?=;)/, "")],
    ["a brace too many", (text) => `${text}}`],
    ["an assignment outside", (text) => `a = 1; ${text}`],
    ["no body", (text) => text.slice(0, text.indexOf(":") + 1)],
    ["an assignment of nothing", (text) => text.replace(/= [^;]+;/, "= ;")],
    ["two equals signs", (text) => text.replace(" = ", " == ")],
    ["a bracket left open", (text) => `${text} [`],
    ["a word behind it", (text) => `${text}\nin`],
  ])("is refused with %s", async (_, broken) => {
    const text = await textOf("nix");
    expect(broken(text)).not.toBe(text);
    expect(await accepts(broken(text))).toBe(false);
  });
});

describe.skipIf(!has("unzip", "-v"))("zip", () => {
  test("is a mod directory that verifies, and is refused in ten broken states", async () => {
    await exported(["zip"]);
    const friend = join(box.folder, "friend");
    await mkdir(friend);
    await box.write("../friend/mods.yaml", MANIFEST);
    await box.write("../friend/mods.lock", (await box.read("mods.lock")) ?? "");
    const mods = join(friend, "mods");
    const verifies = async (): Promise<number> => (await box.run(["verify"], { cwd: "../friend" })).code;
    const unpack = () => execFileSync("unzip", ["-qo", join(box.project, "friday-pack_1.4.0_mods.zip"), "-d", mods]);
    unpack();
    expect(await verifies()).toBe(0);
    const archive = join(mods, "rail-tunes_1.1.0.zip");
    const list = join(mods, "mod-list.json");
    const edit = async (path: string, change: (text: string) => string) =>
      writeFile(path, change(await readFile(path, "latin1")), "latin1");
    const states: readonly (() => Promise<void>)[] = [
      () => unlink(archive),
      () => rename(archive, join(mods, "rail-tunes_1.0.0.zip")),
      () => edit(archive, (text) => text.slice(0, -1)),
      () => edit(archive, (text) => `x${text.slice(1)}`),
      () => writeFile(archive, ""),
      () => edit(list, (text) => text.replace(/("rail-tunes",\s*"enabled": )true/, "$1false")),
      () =>
        edit(list, (text) =>
          text.replace(
            /("recycler"|"space-age")(,\s*"enabled": )(true|false)/,
            (_, name, key, on) => `${name}${key}${on === "false"}`,
          ),
        ),
      () => edit(list, (text) => text.replace('"1.1.0"', '"1.0.0"')),
      () => writeFile(list, "{"),
      () => unlink(list),
    ];
    const passed: number[] = [];
    for (const [at, breaks] of states.entries()) {
      await breaks();
      if ((await verifies()) === 0) passed.push(at);
      for (const file of await readdir(mods)) if (file.endsWith(".zip")) await unlink(join(mods, file));
      unpack();
      expect(await verifies()).toBe(0);
    }
    expect(passed).toEqual([]);
  });
});
