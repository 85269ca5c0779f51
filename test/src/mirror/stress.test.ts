import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeArchive, readArchive } from "@factorio-lock/game";
import { startMirror } from "@factorio-lock/mirror";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { type FilePortal, servePortalFile } from "../portal-file/serve-portal-file.ts";
import { spawnMirror } from "./mirror-process.ts";
import { freePort } from "./nginx.ts";

let root: string;
const cleanUp: (() => unknown)[] = [];

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "mirror-stress-"));
});

afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
  await removeFolder(root);
});

interface Listed {
  readonly releases: { readonly download_url: string; readonly sha1: string }[];
}

/** One client's whole way: asks for a mod, downloads its archive, compares. Throws where the answer is an error. */
async function install(url: string, mod: string): Promise<"right" | "wrong"> {
  const answer = await fetch(`${url}/api/mods/${mod}/full`);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const { releases } = (await answer.json()) as Listed;
  const release = releases[0];
  const archive = await fetch(`${url}${release?.download_url}?username=ada&token=t`);
  if (!archive.ok) throw new Error(`status ${archive.status}`);
  const bytes = Buffer.from(await archive.arrayBuffer());
  return createHash("sha1").update(bytes).digest("hex") === release?.sha1 ? "right" : "wrong";
}

/** A portal of so many mods, each with one release. */
async function portalOf(mods: number, size: number): Promise<FilePortal> {
  const portal = await servePortalFile({
    size,
    mods: Array.from({ length: mods }, (_, at) => ({
      name: `stress-${at}`,
      title: `Stress ${at}`,
      owner: "ada",
      summary: "",
      downloads_count: 0,
      category: "",
      releases: [
        {
          version: "1.0.0",
          file_name: `stress-${at}_1.0.0.zip`,
          download_url: `/download/stress-${at}/${at.toString(16).padStart(24, "0")}`,
          released_at: "2025-01-01T00:00:00.000000Z",
          info_json: { factorio_version: "2.0", dependencies: [] },
        },
      ],
    })),
  });
  cleanUp.push(() => portal.close());
  return portal;
}

/** The archives that a folder keeps, each read; throws where one is not sound or not under its own name. */
async function keptArchives(directory: string): Promise<string[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith(".zip"));
  for (const file of files) {
    const { name, version } = await readArchive(path.join(directory, file));
    expect(file).toBe(`${name}_${version.text}.zip`);
  }
  return files;
}

describe("many clients", () => {
  test("a thousand at once, twice, all get the right bytes", async () => {
    const directory = path.join(root, "mods");
    await mkdir(directory);
    for (let at = 0; at < 20; at += 1) {
      const info = { name: `stress-${at}`, version: "1.0.0", title: "x", author: "ada", factorio_version: "2.0" };
      const archive = await makeArchive(info, { "filler.bin": Buffer.alloc(at * 9_000, `${at} `) });
      await writeFile(path.join(directory, `stress-${at}_1.0.0.zip`), archive);
    }
    const mirror = await startMirror({ directory });
    cleanUp.push(() => mirror.close());
    for (let wave = 0; wave < 2; wave += 1) {
      const got = await Promise.all(Array.from({ length: 1000 }, (_, at) => install(mirror.url, `stress-${at % 20}`)));
      expect(got.filter((one) => one === "right")).toHaveLength(1000);
    }
  });
});

describe("a mirror that is killed", () => {
  test("under load, again and again, gives and keeps nothing wrong, and serves again", async () => {
    const portal = await portalOf(12, 1_500_000);
    const directory = path.join(root, "cache");
    await mkdir(directory);
    const port = await freePort();
    const results = { right: 0, wrong: 0, failed: 0 };
    let over = false;
    const url = `http://127.0.0.1:${port}`;
    const clients = Array.from({ length: 8 }, async (_, client) => {
      for (let at = client; !over; at += 1) {
        const result = await install(url, `stress-${at % 12}`).catch(() => "failed" as const);
        results[result] += 1;
        if (result === "failed") await sleep(20);
      }
    });
    for (const life of [150, 400, 250]) {
      const mirror = await spawnMirror(directory, port, portal.url);
      await sleep(life);
      await mirror.stop("SIGKILL");
      await keptArchives(directory);
    }
    const halves = async () => readdir(path.join(directory, ".factorio-lock-mirror", "pulling")).catch(() => []);
    const left = await halves();
    const last = await spawnMirror(directory, port, portal.url);
    cleanUp.push(() => last.stop("SIGTERM"));
    await expect.poll(() => results.right, { timeout: 60_000 }).toBeGreaterThan(30);
    over = true;
    await Promise.all(clients);
    expect(results.wrong).toBe(0);
    for (let at = 0; at < 12; at += 1) expect(await install(url, `stress-${at}`)).toBe("right");
    expect(await keptArchives(directory)).toHaveLength(12);
    // Half a download of a killed mirror is removed after an hour; the one that lives leaves nothing.
    expect(left).toEqual(expect.arrayContaining(await halves()));
  });
});

/** Whether this machine lets us make a small disk. */
function mountSmallDisk(directory: string, size: string): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", directory]).status === 0;
}

describe("a full disk", () => {
  test("what does not fit is not kept, what is kept is right and is served", async (context) => {
    const directory = path.join(root, "small");
    await mkdir(directory);
    if (!mountSmallDisk(directory, "2m")) return context.skip("needs the right to mount a small disk");
    cleanUp.push(() => spawnSync("umount", ["-l", directory]));
    const portal = await portalOf(4, 900_000);
    const mirror = await startMirror({ directory, upstream: portal.url, settle: 20 });
    cleanUp.push(() => mirror.close());
    const results: string[] = [];
    for (let at = 0; at < 4; at += 1) {
      results.push(await install(mirror.url, `stress-${at}`).catch(() => "failed"));
    }
    expect(results).not.toContain("wrong");
    expect(results.slice(0, 2)).toEqual(["right", "right"]);
    expect(results).toContain("failed");
    expect(await keptArchives(directory)).toEqual(["stress-0_1.0.0.zip", "stress-1_1.0.0.zip"]);
    await portal.close();
    expect(await install(mirror.url, "stress-1")).toBe("right");
    await rm(path.join(directory, "stress-0_1.0.0.zip"));
    expect(await readFile(path.join(directory, "stress-1_1.0.0.zip"))).toHaveLength(900_000);
  });
});
