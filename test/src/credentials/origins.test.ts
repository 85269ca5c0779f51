import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../cli/sandbox.ts";
import { listen } from "../networks/ports.ts";

/** Two portals that note every request, and a machine with the credentials of several people. */
const SECRETS = { a: "secret-of-portal-a", game: "secret-of-the-game", server: "secret-of-the-server" } as const;

let sandbox: Sandbox;
const heard: Record<"a" | "b", string[]> = { a: [], b: [] };
const urls: Record<"a" | "b", string> = { a: "", b: "" };
const NOBODY = { FACTORIO_USERNAME: undefined, FACTORIO_TOKEN: undefined };
const servers: ReturnType<typeof createServer>[] = [];

/** Where portal A sends downloads; undefined for where they lie. */
let detour: string | undefined;

beforeAll(async () => {
  sandbox = await createSandbox();
  const { port } = new URL(sandbox.portal.url);
  for (const name of ["a", "b"] as const) {
    const respond = async (question: IncomingMessage, answer: ServerResponse): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of question) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      heard[name].push(`${question.method} ${question.url} ${JSON.stringify(question.headers)} ${body}`);
      const path = question.url ?? "/";
      if (name === "a" && detour !== undefined && path.startsWith("/download/")) {
        return void answer.writeHead(302, { location: detour }).end();
      }
      if (path.startsWith("/api/bookmarks")) return void answer.end("[]");
      if (path.startsWith("/download/") && !path.includes("token=")) return void answer.writeHead(403).end("{}");
      const passed = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: question.method ?? "GET",
        headers: { "content-type": question.headers["content-type"] ?? "" },
        ...(body === "" ? {} : { body }),
      });
      answer.writeHead(passed.status, { "content-type": passed.headers.get("content-type") ?? "" });
      answer.end(Buffer.from(await passed.arrayBuffer()));
    };
    const server = createServer((question, answer) => void respond(question, answer));
    servers.push(server);
    urls[name] = `http://127.0.0.1:${await listen(server)}`;
  }
  const put = async (path: string, json: object): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, JSON.stringify(json));
  };
  const home = join(sandbox.folder, "home");
  await put(join(home, ".factorio", "player-data.json"), {
    "service-username": "gamer",
    "service-token": SECRETS.game,
  });
  await put(join(sandbox.project, "server-settings.json"), { username: "owner", token: SECRETS.server });
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await sandbox.close();
});

const at = (name: "a" | "b", more = {}) => ({ env: { ...NOBODY, FACTORIO_LOCK_PORTAL: urls[name], ...more } });
const secretsHeardBy = (name: "a" | "b") =>
  Object.values(SECRETS).filter((secret) => heard[name].some((text) => text.includes(secret)));

test("what was kept at portal A, and what the game keeps, reach no portal B", async () => {
  const login = await sandbox.spawn(["login", "--username", "anna", "--token-stdin"], { ...at("a"), stdin: SECRETS.a });
  expect([login.code, login.stderr]).toEqual([0, ""]);
  expect(login.stdout).toContain(`Logged in at ${urls.a} as anna`);
  await sandbox.write("mods.yaml", 'factorio: "2.0"\nmods: {}\n');

  const refused = await sandbox.spawn(["add", "fog-lamps"], at("b"));
  expect([refused.code, refused.stderr]).toEqual([4, expect.stringContaining(`there is a login for ${urls.a} only`)]);
  for (const command of ["whoami", "doctor", "search lamps", "update", "install", "outdated", "info fog-lamps"]) {
    await sandbox.run(command.split(" "), at("b"));
  }
  expect(heard.b.length).toBeGreaterThan(3);
  expect(secretsHeardBy("b")).toEqual([]);

  const added = await sandbox.spawn(["add", "fog-lamps"], at("a"));
  expect(added.code).toBe(0);
  expect(secretsHeardBy("a")).toEqual([SECRETS.a]);
});

test("no redirect of portal A brings its token to portal B", async () => {
  for (const where of ["/download/fog-lamps/x", "/x?username=anna&token=", `/x?other=${SECRETS.a}`, `/${SECRETS.a}`]) {
    detour = `${urls.b}${where}`;
    const before = heard.b.length;
    await sandbox.run(["add", "quiet-night"], at("a"));
    expect([where, secretsHeardBy("b")]).toEqual([where, []]);
    expect(heard.b.length).toBeGreaterThanOrEqual(before);
  }
  detour = undefined;
});

test("a file that a flag names goes to the portal that is named beside it", async () => {
  await sandbox.run(["logout", "--all"], at("a"));
  heard.b.length = 0;
  const { code } = await sandbox.run(["whoami", "--server-settings", "server-settings.json"], at("b"));
  expect([code, secretsHeardBy("b")]).toEqual([0, [SECRETS.server]]);
  const player = join(sandbox.folder, "home", ".factorio", "player-data.json");
  await sandbox.run(["whoami", "--player-data", player], at("b"));
  expect(secretsHeardBy("b")).toEqual([SECRETS.game, SECRETS.server]);
});

test("an old login file serves no portal, and the hint says to log in again", async () => {
  const file = join(sandbox.folder, "home", ".config", "factorio-lock", "credentials.json");
  await writeFile(file, JSON.stringify({ username: "anna", token: SECRETS.a }));
  heard.b.length = 0;
  const { code, stderr } = await sandbox.run(["whoami"], at("b"));
  expect([code, stderr]).toEqual([
    4,
    expect.stringContaining(`run \`factorio-lock login --portal ${urls.b}\` once more`),
  ]);
  expect(heard.b).toEqual([]);
});

test("whoami lists the logins by portal, and logout forgets one or all", async () => {
  for (const name of ["a", "b"] as const) {
    await sandbox.run(["login", "--username", `anna-${name}`, "--token-stdin"], { ...at(name), stdin: SECRETS.a });
  }
  const { stdout } = await sandbox.run(["whoami"], at("a"));
  expect(
    stdout
      .replaceAll(urls.a, "A")
      .replaceAll(urls.b, "B")
      .replace(/from \/.*;/, "from FILE;"),
  ).toBe("A: anna-a, from FILE; the portal accepts the token.\nB: anna-b, from the login file.\n");
  expect((await sandbox.run(["logout"], at("a"))).stdout).toContain(`Kept: the login at ${urls.b}.`);
  const file = join(sandbox.folder, "home", ".config", "factorio-lock", "credentials.json");
  expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ logins: [{ portal: urls.b }] });
  expect((await sandbox.run(["logout"], at("a"))).stdout).toContain(`There was no login at ${urls.a}.`);
  await sandbox.run(["logout", "--all"], at("a"));
  await expect(readFile(file)).rejects.toMatchObject({ code: "ENOENT" });
});

test("plain http beyond this machine gets no credentials without the user's word", async () => {
  // A proxy stands for the network: it hears what is sent to the name.
  const asked: string[] = [];
  const proxy = createServer((question, answer) => {
    asked.push(question.url ?? "");
    answer.writeHead(200, { "content-type": "application/json" }).end("[]");
  });
  servers.push(proxy);
  const address = `http://127.0.0.1:${await listen(proxy)}`;
  const env = { FACTORIO_LOCK_PORTAL: "http://portal.test", HTTP_PROXY: address };
  const whoami = (args: readonly string[], more = {}) =>
    sandbox.spawn(["whoami", ...args], { env: { ...env, ...more } });
  const refused = await whoami([]);
  expect([refused.code, asked]).toEqual([4, []]);
  expect(refused.stderr).toContain("http://portal.test is asked without encryption");
  expect((await whoami([], { FACTORIO_LOCK_INSECURE: "http://other.test" })).code).toBe(4);
  expect(asked).toEqual([]);
  expect((await whoami(["--insecure"])).code).toBe(0);
  expect((await whoami([], { FACTORIO_LOCK_INSECURE: "http://other.test, http://portal.test" })).code).toBe(0);
  expect(asked).toHaveLength(2);
});
