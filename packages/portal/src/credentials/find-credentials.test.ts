import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../testing/server.ts";
import { configDirectory } from "./config-directory.ts";
import { findCredentials } from "./find-credentials.ts";
import { saveLogin } from "./login-file.ts";
import { Token } from "./token.ts";

async function put(path: string, json: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof json === "string" ? json : JSON.stringify(json));
}

const player = (name: string) => ({ "service-username": name, "service-token": `token of ${name}` });
const settings = (name: string) => ({ username: name, password: "", token: `token of ${name}` });

async function found(search: Parameters<typeof findCredentials>[0]) {
  const credentials = await findCredentials(search);
  return (
    credentials && { username: credentials.username, token: credentials.token.reveal(), source: credentials.source }
  );
}

describe("the places, by system", () => {
  const CASES: readonly [platform: string, env: Record<string, string>, places: readonly string[]][] = [
    [
      "linux",
      {},
      [
        ".factorio",
        ".var/app/com.valvesoftware.Steam/.factorio",
        ".steam/steam/userdata/1234/427520/remote",
        ".local/share/Steam/userdata/1234/427520/remote",
        ".var/app/com.valvesoftware.Steam/.local/share/Steam/userdata/1234/427520/remote",
      ],
    ],
    [
      "darwin",
      {},
      ["Library/Application Support/factorio", "Library/Application Support/Steam/userdata/1/427520/remote"],
    ],
    [
      "win32",
      { APPDATA: "roaming", "ProgramFiles(x86)": "x86", ProgramFiles: "x64" },
      ["roaming/Factorio", "x86/Steam/userdata/1/427520/remote", "x64/Steam/userdata/1/427520/remote"],
    ],
  ];
  for (const [platform, variables, places] of CASES) {
    test(`${platform}: each is found, the first of them first`, async () => {
      const home = await temporaryFolder();
      const env = Object.fromEntries(Object.entries(variables).map(([name, path]) => [name, join(home, path)]));
      expect(await found({ env, platform, home })).toBeUndefined();
      for (const [at, place] of [...places.entries()].reverse()) {
        const path = join(home, place, "player-data.json");
        await put(path, player(`player ${at}`));
        expect(await found({ env, platform, home })).toEqual({
          username: `player ${at}`,
          token: `token of player ${at}`,
          source: path,
        });
      }
    });
  }
});

describe("the order", () => {
  test("environment, login file, player-data.json, server-settings.json", async () => {
    const home = await temporaryFolder();
    const modDirectory = join(home, "server", "factorio", "mods");
    const machine = { env: {}, platform: "linux", home, modDirectory };
    const who = async (env = {}) => (await found({ ...machine, env }))?.username;

    await put(join(home, "server", "server-settings.json"), settings("far server"));
    expect(await who()).toBe("far server");
    await put(join(home, "server", "factorio", "config", "server-settings.json"), settings("near server"));
    expect(await who()).toBe("near server");
    await put(join(home, "server", "factorio", "player-data.json"), player("beside"));
    expect(await who()).toBe("beside");
    await put(join(home, ".factorio", "player-data.json"), player("at home"));
    expect(await who()).toBe("at home");
    await saveLogin(configDirectory(machine), { username: "logged in", token: new Token("secret") });
    expect(await who()).toBe("logged in");
    expect(await who({ FACTORIO_USERNAME: "env", FACTORIO_TOKEN: "t" })).toBe("env");
  });

  test("--server-settings names the one file that counts", async () => {
    const home = await temporaryFolder();
    const serverSettings = join(home, "my-server.json");
    await put(join(home, "server-settings.json"), settings("beside"));
    await put(serverSettings, settings("named"));
    const machine = { env: {}, platform: "linux", home, modDirectory: join(home, "mods") };
    expect((await found({ ...machine, serverSettings }))?.username).toBe("named");
    await put(serverSettings, settings(""));
    await expect(found({ ...machine, serverSettings })).rejects.toMatchObject({
      code: "AUTH_REQUIRED",
      message: `${serverSettings} has no "username" and "token" that can be read.`,
    });
    await put(serverSettings, '{ "username": "named", }');
    await expect(found({ ...machine, serverSettings })).rejects.toMatchObject({
      code: "AUTH_REQUIRED",
      message: `${serverSettings} is not valid JSON.`,
    });
    const absent = join(home, "nofile.json");
    await expect(found({ ...machine, serverSettings: absent })).rejects.toMatchObject({
      code: "AUTH_REQUIRED",
      message: `There is no file ${absent}.`,
    });
  });
});

describe("what is passed over", () => {
  test.each([
    ["one part only", { "service-username": "anna", "service-token": "" }],
    ["other types", { "service-username": 1, "service-token": {} }],
    ["no object", [1]],
    ["null", null],
    ["broken JSON", '{"service-username": "anna"'],
  ])("%s", async (_, json) => {
    const home = await temporaryFolder();
    await put(join(home, ".factorio", "player-data.json"), json === null ? "null" : json);
    await put(join(home, ".var/app/com.valvesoftware.Steam/.factorio/player-data.json"), player("next"));
    expect((await found({ env: {}, platform: "linux", home }))?.username).toBe("next");
  });

  test("a byte order mark and a folder of that name", async () => {
    const home = await temporaryFolder();
    await mkdir(join(home, ".factorio", "player-data.json"), { recursive: true });
    const next = join(home, ".var/app/com.valvesoftware.Steam/.factorio/player-data.json");
    await put(next, `\uFEFF${JSON.stringify(player("with mark"))}`);
    expect((await found({ env: {}, platform: "linux", home }))?.username).toBe("with mark");
  });
});

test("one environment variable alone is an error that names the other", async () => {
  const machine = { platform: "linux", home: await temporaryFolder() };
  await expect(found({ ...machine, env: { FACTORIO_USERNAME: "anna" } })).rejects.toMatchObject({
    code: "AUTH_REQUIRED",
    message: expect.stringContaining("FACTORIO_TOKEN is not") as unknown,
  });
  await expect(found({ ...machine, env: { FACTORIO_TOKEN: "t" } })).rejects.toMatchObject({
    message: expect.stringContaining("FACTORIO_USERNAME is not") as unknown,
  });
});
