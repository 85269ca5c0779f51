import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request as ask, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { makeArchive } from "@factorio-lock/game";
import S3rver from "s3rver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSandbox, type Output, type Sandbox } from "../cli/sandbox.ts";
import { freePort, hasNginx, startNginx } from "./nginx.ts";
import { isSigned } from "./sigv4.ts";

const LOCK = `lockfileVersion: 1

factorio: "2.0"
expansion: false

requirements:
  Wind Vane: "*"

builtin:
  - base

mods:
  Wind Vane:
    version: "1.0.0"
    file: "Wind Vane_1.0.0.zip"
    sha1: "${"a".repeat(40)}"
    download: "/download/Wind%20Vane/${"b".repeat(24)}"
    released: "2026-01-02T03:04:05.000000Z"
    dependencies:
      - "base"
`;

/** A store that speaks S3, with a door that counts what is written and may be shut. */
describe("mirror push", { timeout: 120_000 }, () => {
  let box: Sandbox;
  let store: { run(): Promise<AddressInfo>; close(): Promise<void> };
  let url: string;
  let door: string;
  const asked: string[] = [];
  /** Requests after which the door is shut. */
  let until = Number.POSITIVE_INFINITY;
  let close: () => Promise<void>;
  beforeAll(async () => {
    box = await createSandbox([]);
    const directory = join(box.folder, "s3");
    store = new S3rver({
      port: 0,
      address: "127.0.0.1",
      silent: true,
      directory,
      configureBuckets: ["mods", "other"].map((name) => ({ name, configs: [] })),
      // Whatever name it is asked by: the bucket stands in the path.
      vhostBuckets: false,
    }) as typeof store;
    url = `http://127.0.0.1:${(await store.run()).port}`;
    const server = createServer((request, response) => {
      if (asked.length >= until) return void response.destroy();
      asked.push(`${request.method} ${request.url}`);
      if (!isSigned(request, "S3RVER")) {
        response.writeHead(403).end("<Error><Code>SignatureDoesNotMatch</Code><Message>No.</Message></Error>");
        return;
      }
      // The signature is for the host that was asked: the door keeps it.
      const passed = ask(`${url}${request.url}`, { method: request.method, headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      request.pipe(passed);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    door = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = () => new Promise((resolve) => server.close(() => resolve()));
    for (const name of ["mirror", "packs"]) mkdirSync(join(box.folder, name));
    writeFileSync(join(box.folder, "packs", "friday.lock"), LOCK);
    await put("salt-pan", "1.0.0", ["base", "Wind Vane"]);
    await put("Wind Vane", "1.0.0", ["base"]);
  });
  afterAll(async () => {
    await close();
    await store.close();
    await box.close();
  });

  const put = async (name: string, version: string, dependencies: readonly string[]): Promise<void> => {
    const info = { name, version, title: name, author: "nobody", factorio_version: "2.0", dependencies };
    writeFileSync(
      join(box.folder, "mirror", `${name}_${version}.zip`),
      await makeArchive(info, { "a.txt": Buffer.from(`${name} ${version}`) }),
    );
  };
  const KEYS = { AWS_ACCESS_KEY_ID: "S3RVER", AWS_SECRET_ACCESS_KEY: "S3RVER", AWS_REGION: "us-east-1" };
  const push = (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Output> => {
    asked.length = 0;
    const all = ["--endpoint", door, "--packs", "../packs", ...args];
    return box.spawn(["mirror", "push", "../mirror", "s3://mods/2.0", ...all], { env: { ...KEYS, ...env } });
  };
  const puts = (): string[] =>
    asked.filter((line) => line.startsWith("PUT ")).map((line) => line.slice("PUT /mods/2.0/".length));

  test("writes everything once, with types and times to cache, and then only what changed", async () => {
    const dry = await push(["--dry-run"]);
    expect(dry).toMatchObject({ code: 0, stderr: expect.stringContaining("13 objects would be written") });
    expect(puts()).toEqual([]);

    expect(await push()).toMatchObject({ code: 0 });
    expect(puts()).toHaveLength(14);
    // No answer names what is not there yet.
    expect(puts().findLastIndex((key) => key.startsWith("download/"))).toBeLessThan(
      puts().findIndex((key) => key.startsWith("api/")),
    );
    expect(puts().slice(-4).sort()).toEqual([
      ".factorio-lock-push.json",
      "api/bookmarks.json",
      "api/mods.json",
      "index.html",
    ]);
    const answer = await fetch(`${url}/mods/2.0/api/mods/Wind%20Vane/full.json`);
    expect([answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([
      "application/json",
      "public, max-age=60",
    ]);
    const { releases } = (await answer.json()) as { releases: { download_url: string; sha1: string }[] };
    const archive = await fetch(`${url}/mods/2.0${releases[0]?.download_url}`);
    expect(archive.headers.get("content-type")).toBe("application/zip");
    expect(archive.headers.get("cache-control")).toContain("immutable");
    expect(Buffer.from(await archive.arrayBuffer())).toEqual(
      readFileSync(join(box.folder, "mirror", "Wind Vane_1.0.0.zip")),
    );
    const typeOf = async (key: string) => (await fetch(`${url}/mods/2.0/${key}`)).headers.get("content-type");
    expect(await typeOf("index.html")).toBe("text/html; charset=utf-8");
    expect(await typeOf("mods/Wind%20Vane.html")).toBe("text/html; charset=utf-8");
    expect(await typeOf("packs/friday.html")).toBe("text/html; charset=utf-8");
    expect(await typeOf("packs/friday.lock")).toBe("text/plain; charset=utf-8");

    expect(await push()).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("0 objects written (0 B), 13 there already."),
    });
    expect(puts()).toEqual([]);

    await put("salt-pan", "1.1.0", ["base"]);
    expect(await push()).toMatchObject({ code: 0 });
    expect(
      puts()
        .map((key) => key.replace(/[0-9a-f]{24}/, "ID"))
        .sort(),
    ).toEqual(
      [
        ".factorio-lock-push.json",
        "api/mods.json",
        "api/mods/salt-pan.json",
        "api/mods/salt-pan/full.json",
        "download/salt-pan/ID",
        "index.html",
        "mods/salt-pan.html",
      ].sort(),
    );
  });

  test("leaves the front page of another site alone, and a folder without mods", async () => {
    const other = ["mirror", "push", "../mirror", "s3://other", "--endpoint", url];
    const page = `${url}/other/index.html`;
    const headers = { "content-type": "text/html" };
    expect((await fetch(page, { method: "PUT", body: "<h1>Somebody's</h1>", headers })).status).toBe(200);
    const refused = await box.spawn(other, { env: KEYS });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("not a mirror's front page") });
    expect(await (await fetch(page)).text()).toBe("<h1>Somebody's</h1>");
    expect((await fetch(`${url}/other/api/mods.json`)).status).toBe(404);
    mkdirSync(join(box.folder, "empty"));
    const empty = await box.spawn(["mirror", "push", "../empty", "s3://other/x", "--endpoint", url], { env: KEYS });
    expect(empty).toMatchObject({ code: 1, stderr: expect.stringContaining("has no mod archives to push") });
  });

  test("goes on where a push broke off, and never sends an archive twice", async () => {
    for (const version of ["2.0.0", "2.1.0", "2.2.0", "2.3.0"]) await put("Wind Vane", version, ["base"]);
    // The list, the index, and three objects.
    until = 5;
    const broken = await push();
    until = Number.POSITIVE_INFINITY;
    expect(broken).toMatchObject({ code: 7, stderr: expect.stringContaining("cannot be reached") });
    const first = puts().filter((key) => key.startsWith("download/"));
    expect(first.length).toBeGreaterThan(0);
    expect(await push()).toMatchObject({ code: 0 });
    const second = puts().filter((key) => key.startsWith("download/"));
    expect(new Set([...first, ...second]).size).toBe(4);
    expect(second.length).toBe(4 - first.length);
  });

  test("deletes what the mirror no longer has when asked to, and nothing else of the bucket", async () => {
    await put("short-lived", "1.0.0", ["base"]);
    expect(await push()).toMatchObject({ code: 0 });
    rmSync(join(box.folder, "mirror", "short-lived_1.0.0.zip"));
    const kept = await push();
    expect(kept).toMatchObject({ code: 0, stderr: expect.stringContaining("--delete deletes them") });
    expect((await fetch(`${url}/mods/2.0/api/mods/short-lived.json`)).status).toBe(200);
    expect(await push(["--delete"])).toMatchObject({ code: 0 });
    const gone = asked.filter((line) => line.startsWith("DELETE ")).map((line) => line.replace(/[0-9a-f]{24}/, "ID"));
    expect(gone.sort()).toEqual([
      "DELETE /mods/2.0/api/mods/short-lived.json",
      "DELETE /mods/2.0/api/mods/short-lived/full.json",
      "DELETE /mods/2.0/download/short-lived/ID",
      "DELETE /mods/2.0/mods/short-lived.html",
    ]);
  });

  test("says what is wrong: a key that is refused, none, no bucket, and plain http to elsewhere", async () => {
    const refused = await push([], { AWS_SECRET_ACCESS_KEY: "a-wrong-secret" });
    expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining("SignatureDoesNotMatch") });
    expect(refused.stdout + refused.stderr).not.toContain("a-wrong-secret");
    expect(await push([], { AWS_ACCESS_KEY_ID: "" })).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("AWS_ACCESS_KEY_ID"),
    });
    const none = await box.spawn(["mirror", "push", "../mirror", "s3://no-such-bucket", "--endpoint", door], {
      env: KEYS,
    });
    expect(none).toMatchObject({ code: 7, stderr: expect.stringContaining("NoSuchBucket") });
    const plain = await box.spawn(
      ["mirror", "push", "../mirror", "s3://mods", "--endpoint", "http://store.example.com"],
      { env: KEYS },
    );
    expect(plain).toMatchObject({ code: 2, stderr: expect.stringContaining("--insecure") });
  });

  test.skipIf(!hasNginx)(
    "nginx serves the bucket by the rules of the documentation, and a modpack is installed from it",
    async () => {
      const port = await freePort();
      const folder = join(box.folder, "nginx");
      for (const name of ["tmp", "logs"]) mkdirSync(join(folder, name), { recursive: true });
      const [, rules = ""] =
        /```nginx\n([\s\S]*?)```/.exec(readFileSync(new URL("../../../docs/mirror.md", import.meta.url), "utf8")) ?? [];
      const locations = rules.replaceAll("BUCKET/PREFIX", "mods/2.0").replaceAll("STORE", url);
      const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map((name) => `${name}_temp_path tmp/${name};`)
        .join(" ");
      writeFileSync(
        join(folder, "nginx.conf"),
        `pid nginx.pid; error_log stderr warn; events {} http { access_log off; ${temporary} server { listen 127.0.0.1:${port};\n${locations} } }\n`,
      );
      const nginx = await startNginx(folder, port);
      try {
        await box.write("mods.yaml", 'factorio: "2.0"\nmods:\n  salt-pan: "1.0.0"\n');
        const env = { FACTORIO_LOCK_PORTAL: nginx.url, FACTORIO_LOCK_CACHE: join(box.folder, "another-cache") };
        expect(await box.spawn(["install"], { env })).toMatchObject({ code: 0 });
        expect(await box.read("mods.lock")).toContain("Wind Vane");
        expect(await box.spawn(["verify"], { env })).toMatchObject({ code: 0 });
        expect((await fetch(`${nginx.url}/download/salt-pan/${"0".repeat(24)}`)).status).toBe(403);
        const front = await fetch(nginx.url);
        expect(front.headers.get("content-type")).toBe("text/html; charset=utf-8");
        expect(front.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
        expect(await front.text()).toContain('href="/mods/Wind%20Vane"');
        expect(await (await fetch(`${nginx.url}/mods/Wind%20Vane`)).text()).toContain("<h1>Wind Vane</h1>");
        expect(await (await fetch(`${nginx.url}/packs/friday`)).text()).toContain("Wind Vane 1.0.0");
        expect(await (await fetch(`${nginx.url}/packs/friday.lock`)).text()).toContain(LOCK);
      } finally {
        await nginx.stop();
      }
    },
  );
});
