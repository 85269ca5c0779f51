import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { makeArchive } from "@factorio-lock/game";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { makeSave } from "../../../packages/game/testing/make-save.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";
import { MODS, type WorldMod } from "./world.ts";

const MORE: readonly WorldMod[] = [
  { name: "main-stage", releases: [{ version: "1.0.0", factorio: "2.1", dependencies: ["base", "+ side-show"] }] },
  { name: "side-show", releases: [{ version: "1.0.0", factorio: "2.1", dependencies: ["base"] }] },
  { name: "far-star", releases: [{ version: "1.0.0", factorio: "2.1", dependencies: ["base", "space-age"] }] },
];

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox([...MODS, ...MORE]);
});
afterEach(() => box.close());

interface Document {
  readonly [key: string]: unknown;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

async function ok(args: readonly string[], options: Parameters<Sandbox["run"]>[1] = {}): Promise<Document> {
  const { code, stdout } = await box.run([...args, "--json"], options);
  expect(code, stdout).toBe(0);
  return JSON.parse(stdout) as Document;
}

async function put(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(box.project, path)), { recursive: true });
  await writeFile(join(box.project, path), content);
}

function list(...mods: readonly (readonly [string, boolean, string?])[]): string {
  return JSON.stringify({ mods: mods.map(([name, enabled, version]) => ({ name, enabled, version })) });
}

describe("off stays off", () => {
  const STAGE = { name: "main-stage", version: "1.0.0" };

  test("a list of 2.1 with space-age on and quality off locks without quality", async () => {
    await put(
      "theirs/factorio-current.log",
      "   0.000 2026-01-02 03:04:05; Factorio 2.1.12 (build 1, linux64, headless)\n",
    );
    await put(
      "theirs/mods/mod-list.json",
      list(
        ["base", true],
        ["space-age", true],
        ["elevated-rails", true],
        ["recycler", true],
        ["quality", false],
        ["far-star", true, "1.0.0"],
      ),
    );
    expect(await ok(["init", "--from", "theirs"])).toMatchObject({ factorio: "2.1", off: ["quality"] });
    expect(await box.read("mods.yaml")).toContain("  quality: false\n");
    expect((await ok(["lock"]))["builtin"]).toEqual(["base", "elevated-rails", "recycler", "space-age"]);
  });

  test.each([
    [
      "a list that has it off",
      "list.json",
      async () => list(["base", true], ["main-stage", true, "1.0.0"], ["side-show", false]),
    ],
    ["a list that does not have it", "list.json", async () => list(["base", true], ["main-stage", true, "1.0.0"])],
    ["a save", "friday.zip", () => makeSave({ game: "2.1.12", mods: [{ name: "base", version: "2.1.12" }, STAGE] })],
    [
      "a log",
      "a.log",
      async () =>
        "   0.000 2026-01-02 03:04:05; Factorio 2.1.12 (build 1, linux64, headless)\n   0.100 Loading mod base 2.1.12 (data.lua)\n   0.200 Loading mod main-stage 1.0.0 (data.lua)\n   0.306 Checksum of base: 3\n",
    ],
  ])("a recommended mod: %s", async (_, name, content) => {
    await put(name, await content());
    await ok(["init", "--from", name, "--factorio", "2.1"]);
    expect(await box.read("mods.yaml")).toContain('  main-stage: "1.0.0"\n  side-show: false\n');
    expect(await ok(["lock"])).toMatchObject({ mods: [{ name: "main-stage" }] });

    await put("other/mods.yaml", 'factorio: "2.1"\n');
    const imported = await ok(["import", join("..", name), "--no-install"], { cwd: "other" });
    expect(imported).toMatchObject({ off: ["side-show"], mods: [{ name: "main-stage" }] });
  });

  test("what a metapackage needs comes with what that recommends", async () => {
    await put(
      "info.json",
      JSON.stringify({ name: "my-pack", version: "1.0.0", factorio_version: "2.1", dependencies: ["main-stage"] }),
    );
    expect(await ok(["init", "--from", "info.json"])).toMatchObject({ off: [] });
    expect(await ok(["lock"])).toMatchObject({ mods: [{ name: "main-stage" }, { name: "side-show" }] });
  });

  test("without the portal what lies in the source is known all the same, with a warning", async () => {
    const info = {
      name: "main-stage",
      version: "1.0.0",
      factorio_version: "2.1",
      dependencies: ["base", "+ side-show"],
    };
    await put("theirs/main-stage_1.0.0.zip", await makeArchive(info));
    await put("theirs/mod-list.json", list(["main-stage", true]));
    const { off, warnings } = await ok(["init", "--from", "theirs", "--offline"]);
    expect(off).toEqual(["side-show"]);
    expect(warnings.map(({ code }) => code)).toEqual(["PORTAL_NOT_ASKED"]);
  });

  test("counts are of mods that are no part of the game, and name what was off", async () => {
    await put(
      "list.json",
      list(
        ["base", true],
        ["space-age", true],
        ["quality", false],
        ["main-stage", true, "1.0.0"],
        ["side-show", false],
      ),
    );
    const { stdout } = await box.run(["init", "--from", "list.json", "--factorio", "2.1"]);
    expect(stdout).toContain("Took over 1 mod from the mod list list.json.");
    expect(stdout).toContain("Off there, and so kept out here: quality, side-show.");
  });
});

describe("a mod that the portal does not have", () => {
  test("is taken from where it lies, and installs from there", async () => {
    await put(
      "../theirs/own-mod_0.1.0.zip",
      await makeArchive({ name: "own-mod", version: "0.1.0", factorio_version: "2.0" }),
    );
    await put("../theirs/mod-list.json", list(["base", true], ["fog-lamps", true, "3.1.0"], ["own-mod", true]));
    await ok(["init", "--from", "../theirs"]);
    expect(await box.read("mods.yaml")).toContain("  own-mod: { path: ../theirs/own-mod_0.1.0.zip }\n");
    expect(await ok(["install"])).toMatchObject({
      mods: [{ name: "fog-lamps" }, { name: "own-mod", version: "0.1.0" }],
    });
  });

  test("and that lies nowhere is named", async () => {
    await put("list.json", list(["base", true], ["own-mod", true, "0.1.0"]));
    const { warnings } = await ok(["init", "--from", "list.json"]);
    expect(warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(["MOD_UNKNOWN"]));
  });
});

test("a lone mods.lock becomes the manifest that it was made of, and stays as it is", async () => {
  const manifest = 'factorio: "2.0"\nmods:\n  gear-lib: "^1.0.0"\n  tall-masts: "*"\n  fog-lamps: false\n';
  await put("mods.yaml", manifest);
  await ok(["lock"]);
  const lock = (await box.read("mods.lock")) as string;
  await put("alone/mods.lock", lock);
  await ok(["init"], { cwd: "alone" });
  expect(await box.read("alone/mods.yaml")).toMatch(
    /fog-lamps: false\n {2}gear-lib: "\^1\.0\.0"\n {2}tall-masts: "\*"\n/,
  );
  await ok(["install", "--locked"], { cwd: "alone" });
  expect(await box.read("alone/mods.lock")).toBe(lock);
});

describe("an address", () => {
  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const LIST = list(["base", true], ["fog-lamps", true, "3.1.0"]);

  test("is read without credentials, over redirects, and bound by its SHA-256", async () => {
    const headers: unknown[] = [];
    const url = await serve((request, response) => {
      headers.push(request.url, request.headers.authorization, request.headers.cookie);
      if (request.url === "/list") response.end(LIST);
      else response.writeHead(302, { location: "/list" }).end();
    });
    const sha256 = createHash("sha256").update(LIST).digest("hex");
    const reported = await ok(["init", "--from", `${url}/a#sha256=${sha256}`]);
    expect(reported).toMatchObject({ from: { kind: "mod-list", path: `${url}/a` }, mods: [{ name: "fog-lamps" }] });
    expect(headers).toEqual(["/a", undefined, undefined, "/list", undefined, undefined]);
  });

  test.each([
    ["another SHA-256", "/list#sha256=" + "0".repeat(64), "CHECKSUM_MISMATCH", 6],
    ["no SHA-256 behind #", "/list#md5=1", "USAGE", 2],
    ["an endless redirect", "/loop", "PORTAL_ERROR", 7],
    ["a redirect to plain http elsewhere", "/plain", "PORTAL_ERROR", 7],
    ["a page that is none", "/page", "FAILED", 1],
    ["an answer that says no", "/404", "PORTAL_ERROR", 7],
  ])("with %s is refused, and nothing is written", async (_, path, code, exit) => {
    const url = await serve((request, response) => {
      if (request.url === "/list") response.end(LIST);
      else if (request.url === "/page") response.end("<html>");
      else if (request.url === "/404") response.writeHead(404).end();
      else response.writeHead(302, { location: request.url === "/plain" ? "http://example.invalid/" : "/loop" }).end();
    });
    const output = await box.run(["init", "--from", url + path, "--json"]);
    expect(output.code, output.stdout).toBe(exit);
    expect(JSON.parse(output.stdout)).toMatchObject({ error: { code } });
    expect(await box.read("mods.yaml")).toBeUndefined();
  });

  test.each(["http://192.0.2.1/x", "https://me:word@example.invalid/x"])("%s is not asked", async (address) => {
    expect((await box.run(["init", "--from", address])).code).toBe(2);
  });
});

test("the shared saves are read", async ({ skip }) => {
  const saves = new URL("../../../../shared/data/saves/", import.meta.url);
  const bytes = await readFile(new URL("2.0-with-48-mods.zip", saves)).catch(() => undefined);
  if (!bytes) return skip("the shared saves are not here");
  await put("friday.zip", bytes);
  const { mods, settings } = await ok(["init", "--from", "friday.zip", "--offline"]);
  expect(mods).toHaveLength(47);
  expect(settings).toBe(47);
});
