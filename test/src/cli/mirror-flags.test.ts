import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { makeArchive } from "@factorio-lock/game";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endProcess } from "../../../testing/sandbox.mjs";
import { createSandbox, EXECUTABLE, type Sandbox } from "./sandbox.ts";

/** Each flag of `mirror …` has the effect that its words promise, by the built executable. */

let box: Sandbox;
let child: ChildProcess | undefined;
beforeEach(async () => {
  box = await createSandbox();
  await mkdir(join(box.project, "mirror"));
});
afterEach(async () => {
  if (child) await endProcess(child, "SIGKILL");
  child = undefined;
  await box.close();
});

async function addArchive(name: string, bytes = 100): Promise<void> {
  const info = { name, version: "1.0.0", title: name, author: "me", factorio_version: "2.0" };
  const archive = await makeArchive(info, { "filler.bin": Buffer.alloc(bytes, name) });
  await writeFile(join(box.project, "mirror", `${name}_1.0.0.zip`), archive);
}

/** Starts `mirror serve mirror` with flags; gives its address. */
async function serve(...flags: readonly string[]): Promise<string> {
  const env = { PATH: process.env["PATH"], HOME: join(box.folder, "home") };
  const serving = spawn(process.execPath, [EXECUTABLE, "mirror", "serve", "mirror", ...flags], {
    cwd: box.project,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  child = serving;
  for await (const line of createInterface({ input: serving.stdout })) {
    const url = /http:\/\/\S+:\d+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error("it served nothing");
}

interface Got {
  readonly status: number | undefined;
  readonly location: string | undefined;
  readonly text: string;
}

function get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode, location: response.headers.location, text }));
    });
    asking.on("error", reject).end();
  });
}

async function downloadOf(url: string, mod: string): Promise<string> {
  const { text } = await get(`${url}/api/mods/${mod}`);
  return url + (JSON.parse(text) as { releases: { download_url: string }[] }).releases[0]?.download_url;
}

describe("mirror serve", () => {
  test("--listen, --host-name, --trusted-proxy, --users and --access-log", async () => {
    await addArchive("fog-lamps");
    await box.write("users", "ada:right\n");
    const flags = ["--host-name", "mods.example.com, lan.example", "--trusted-proxy", "127.0.0.1,10.0.0.0/8"];
    const url = await serve("--listen", "127.0.0.1:0", "--users", "users", "--access-log", "log", ...flags);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const names = ["mods.example.com", "lan.example", "localhost", "evil.example"];
    const statuses = names.map(async (host) => (await get(`${url}/healthz`, { host })).status);
    expect(await Promise.all(statuses)).toEqual([200, 200, 200, 421]);

    const download = await downloadOf(url, "fog-lamps");
    expect((await get(`${download}?username=ada&token=wrong`)).status).toBe(403);
    const through = { "x-forwarded-for": "203.0.113.9, 10.1.2.3" };
    expect((await get(`${download}?username=ada&token=right`, through)).status).toBe(302);
    await expect.poll(() => readFile(join(box.project, "log"), "utf8"), { timeout: 60_000 }).toContain("203.0.113.9");
    expect(await readFile(join(box.project, "log"), "utf8")).not.toContain("right");
  });

  test("without --users a download needs no account; half of one is a mistake", async () => {
    await addArchive("fog-lamps");
    const url = await serve("--listen", "127.0.0.1:0");
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  fog-lamps: "*"\n');
    const nobody = { FACTORIO_USERNAME: undefined, FACTORIO_TOKEN: undefined };
    expect(await box.spawn(["install", "--portal", url], { env: nobody })).toMatchObject({ code: 0 });
    const download = await downloadOf(url, "fog-lamps");
    for (const query of ["username=ada", "token=right", "username=ada&token="]) {
      expect((await get(`${download}?${query}`)).status).toBe(403);
    }
  });

  test("--upstream, --max-archive", async () => {
    const url = await serve("--listen", "127.0.0.1:0", "--upstream", box.portal.url, "--max-archive", "100");
    const got = await get(`${await downloadOf(url, "gear-lib")}?username=a&token=b`);
    expect(got).toMatchObject({ status: 502, text: expect.stringContaining("at most 100 bytes may be downloaded") });
    expect((await readdir(join(box.project, "mirror"))).filter((name) => name.endsWith(".zip"))).toEqual([]);
  });

  test.each([
    [["--listen", "nowhere"], "HOST:PORT"],
    [["--listen", "127.0.0.1:99999"], "HOST:PORT"],
    [["--max-archive", "huge"], "a size such as"],
    [["--users", "absent"], "users file"],
    [["--trusted-proxy", "front-server"], "front-server"],
    [["--upstream", "ftp://mods.example.com"], "ftp:"],
  ])("%j cannot be understood", async (flags, words) => {
    const { code, stderr } = await box.spawn(["mirror", "serve", "mirror", "--listen", "127.0.0.1:0", ...flags]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
  });
});

describe("other commands of the mirror", () => {
  test("add --max-archive; prune --dry-run; export --no-archives, --listen", async () => {
    await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  gear-lib: "*"\n');
    expect((await box.spawn(["lock"])).code).toBe(0);
    const small = await box.spawn(["mirror", "add", "mirror", "--max-archive", "100"]);
    expect({ ...small }).toMatchObject({ code: 6, stderr: expect.stringContaining("at most 100 bytes") });
    expect((await box.spawn(["mirror", "add", "mirror", "--concurrency", "1"])).code).toBe(0);
    await addArchive("fog-lamps");
    const archives = async () => (await readdir(join(box.project, "mirror"))).filter((name) => name.endsWith(".zip"));
    const before = await archives();
    const dry = await box.spawn(["mirror", "prune", "mirror", "mods.lock", "--dry-run"]);
    expect(dry.stdout).toContain("fog-lamps_1.0.0.zip");
    expect(await archives()).toEqual(before);

    expect((await box.spawn(["mirror", "export", "mirror", "out", "--no-archives", "--listen", "8099"])).code).toBe(0);
    const files = await readdir(join(box.project, "out"), { recursive: true, withFileTypes: true });
    const large = await Promise.all(
      files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), "latin1")),
    );
    expect(large.filter((text) => text.startsWith("PK"))).toEqual([]);
    expect(await box.read("out/nginx.conf")).toMatch(/listen\s+\S*8099/);
  });
});
