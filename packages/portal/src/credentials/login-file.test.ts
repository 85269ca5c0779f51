import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../testing/server.ts";
import { configDirectory } from "./config-directory.ts";
import { loginFile, readLogins, removeLogin, saveLogin } from "./login-file.ts";
import { Token } from "./token.ts";

test("the login file is readable by its owner alone, replaced whole, and leaves nothing beside it", async () => {
  const folder = join(await temporaryFolder(), "deep", "factorio-lock");
  const path = await saveLogin(folder, "https://mirror.example", { username: "anna", token: new Token("first token") });
  await saveLogin(folder, "https://mirror.example", { username: "anna", token: new Token("second token") });
  expect(path).toBe(loginFile(folder));
  expect(JSON.parse(await readFile(path, "utf8"))).toEqual({
    logins: [{ portal: "https://mirror.example", username: "anna", token: "second token" }],
  });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect(await readdir(folder)).toEqual(["credentials.json"]);
  expect(await removeLogin(folder)).toEqual(["https://mirror.example"]);
  expect(await removeLogin(folder)).toEqual([]);
});

test("each portal has its own login, which goes alone or with all", async () => {
  const folder = await temporaryFolder();
  const [a, b, c] = ["https://a.example", "https://b.example", "https://c.example"] as const;
  await writeFile(loginFile(folder), JSON.stringify({ username: "long ago", token: "an old token" }));
  expect(await readLogins(folder)).toEqual({ logins: [], hasNameless: true });
  for (const portal of [b, a, c])
    await saveLogin(folder, portal, { username: "anna", token: new Token(`at ${portal}`) });
  const portals = async () => (await readLogins(folder)).logins.map(({ portal }) => portal);
  expect((await readLogins(folder)).hasNameless).toBe(false);
  expect(await portals()).toEqual([a, b, c]);
  expect(await removeLogin(folder, b)).toEqual([b]);
  expect(await removeLogin(folder, b)).toEqual([]);
  expect(await portals()).toEqual([a, c]);
  expect(await removeLogin(folder)).toEqual([a, c]);
  expect(await readdir(folder)).toEqual([]);
});

test.each(["[]", "null", "no JSON", '{"logins": [1, null, {"portal": "x", "username": "a", "token": "b"}]}'])(
  "a login file that holds %s holds no login",
  async (text) => {
    const folder = await temporaryFolder();
    await writeFile(loginFile(folder), text);
    expect(await readLogins(folder)).toEqual({ logins: [], hasNameless: false });
  },
);

test("a login that cannot be kept is an error that names the file, not the token", async () => {
  const folder = join(await temporaryFolder(), "file");
  await writeFile(folder, "");
  await expect(
    saveLogin(folder, "https://mirror.example", { username: "anna", token: new Token("a hidden token") }),
  ).rejects.toMatchObject({
    code: "FAILED",
    message: expect.stringContaining(loginFile(folder)) as unknown,
  });
});

test.each([
  ["linux", {}, "/home/anna/.config/factorio-lock"],
  ["linux", { XDG_CONFIG_HOME: "/xdg" }, "/xdg/factorio-lock"],
  ["linux", { XDG_CONFIG_HOME: "relative" }, "/home/anna/.config/factorio-lock"],
  ["darwin", {}, "/home/anna/Library/Application Support/factorio-lock"],
  ["win32", { APPDATA: "/roaming" }, "/roaming/factorio-lock"],
  ["win32", {}, "/home/anna/AppData/Roaming/factorio-lock"],
])("the configuration folder on %s with %o is %s", (platform, env, expected) => {
  expect(configDirectory({ platform, env, home: "/home/anna" })).toBe(expected);
});
