import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../testing/server.ts";
import { OFFICIAL_PORTAL } from "../portal/portal.ts";
import { configDirectory } from "./config-directory.ts";
import { findCredentials, missingHint } from "./find-credentials.ts";
import { loginFile, saveLogin } from "./login-file.ts";
import { createRedactor } from "./redactor.ts";
import { Token } from "./token.ts";

async function put(path: string, json: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof json === "string" ? json : JSON.stringify(json));
}

const player = (name: string) => ({ "service-username": name, "service-token": `token of ${name}` });
const settings = (name: string) => ({ username: name, password: "", token: `token of ${name}` });

type Search = Parameters<typeof findCredentials>[0];

async function found(search: Omit<Search, "portal" | "redactor"> & { portal?: string }) {
  const redactor = createRedactor();
  const credentials = await findCredentials({ portal: OFFICIAL_PORTAL, redactor, ...search });
  // Wherever a token is found, nothing prints it from then on.
  if (credentials) expect(redactor.redact(`it is ${credentials.token.reveal()}`)).toBe("it is [token]");
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
    await saveLogin(configDirectory(machine), OFFICIAL_PORTAL, { username: "logged in", token: new Token("secret") });
    expect(await who()).toBe("logged in");
    expect(await who({ FACTORIO_USERNAME: "env", FACTORIO_TOKEN: "long enough" })).toBe("env");
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
    await put(serverSettings, '{ "username": "named" "token": }');
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

describe("for whom they are", () => {
  const MIRROR = "http://127.0.0.1:8080";
  const OTHER = "https://mirror.example";

  test("a login serves its own portal alone, and the game's own files the official one", async () => {
    const home = await temporaryFolder();
    const machine = { env: {}, platform: "linux", home, modDirectory: join(home, "server", "mods") };
    await saveLogin(configDirectory(machine), MIRROR, {
      username: "at the mirror",
      token: new Token("mirror's token"),
    });
    await put(join(home, ".factorio", "player-data.json"), player("at home"));
    await put(join(home, "server", "player-data.json"), player("beside"));
    await put(join(home, "server", "server-settings.json"), settings("server"));
    const who = async (portal: string, more = {}) => (await found({ ...machine, portal, ...more }))?.username;
    expect(await who(MIRROR)).toBe("at the mirror");
    expect(await who(`${MIRROR}/mods/`)).toBe("at the mirror");
    expect(await who("http://127.0.0.1:8081")).toBeUndefined();
    expect(await who("https://127.0.0.1:8080")).toBeUndefined();
    expect(await who(OTHER)).toBeUndefined();
    expect(await who(OFFICIAL_PORTAL)).toBe("at home");
    expect(await who("http://mods.factorio.com")).toBeUndefined();
    // Credentials from the environment are used for the portal that the environment names.
    expect(await who(OTHER, { env: { FACTORIO_USERNAME: "env", FACTORIO_TOKEN: "token of env" } })).toBe("env");
    expect(await who(OTHER, { playerData: join(home, ".factorio", "player-data.json") })).toBe("at home");
    expect(await who(OTHER, { serverSettings: join(home, "server", "server-settings.json") })).toBe("server");
  });

  test("an old login without a portal serves none, and the hint says so", async () => {
    const home = await temporaryFolder();
    const machine = { env: {}, platform: "linux", home };
    await put(loginFile(configDirectory(machine)), { username: "long ago", token: "an old token" });
    for (const portal of [OFFICIAL_PORTAL, MIRROR]) {
      expect(await found({ ...machine, portal })).toBeUndefined();
      expect(await missingHint({ ...machine, portal })).toContain("`factorio-lock login");
      expect(await missingHint({ ...machine, portal })).toContain("older version");
    }
    await saveLogin(configDirectory(machine), MIRROR, { username: "anna", token: new Token("a newer token") });
    expect(await missingHint({ ...machine, portal: OTHER })).toContain(`there is a login for ${MIRROR} only`);
  });

  test("the first lines of files in the environment", async () => {
    const home = await temporaryFolder();
    const [name, token] = [join(home, "name"), join(home, "token")];
    await put(name, "anna\n");
    await put(token, "the token of a file\r\nand a remark\n");
    const machine = { platform: "linux", home, portal: OTHER };
    const files = { FACTORIO_USERNAME_FILE: name, FACTORIO_TOKEN_FILE: token };
    expect(await found({ ...machine, env: files })).toMatchObject({ username: "anna", token: "the token of a file" });
    expect((await found({ ...machine, env: { ...files, FACTORIO_USERNAME: "bert" } }))?.username).toBe("bert");
    await put(token, "\n");
    await expect(found({ ...machine, env: files })).rejects.toMatchObject({ code: "AUTH_REQUIRED" });
    await expect(found({ ...machine, env: { FACTORIO_TOKEN_FILE: join(home, "none") } })).rejects.toMatchObject({
      message: `FACTORIO_TOKEN_FILE names ${join(home, "none")}, which cannot be read.`,
    });
  });
});
