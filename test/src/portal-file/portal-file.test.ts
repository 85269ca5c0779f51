import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readArchive } from "@factorio-lock/game";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../testing/sandbox.mjs";
import type { FileMod } from "./read-portal-file.ts";
import { type FilePortal, type PortalFileOptions, servePortalFile } from "./serve-portal-file.ts";

const REAL = fileURLToPath(new URL("../../../../shared/data/portal.jsonl", import.meta.url));

const LOOM: FileMod = {
  name: "Loom Works",
  title: "Loom works",
  owner: "ada",
  summary: "",
  downloads_count: 3,
  category: "content",
  releases: ["1.0.0", "1.0.01"].map((version, at) => ({
    version,
    file_name: `Loom Works_${version}.zip`,
    download_url: `/download/Loom Works/00000000000000000000000${at}`,
    released_at: `2025-01-0${at + 1}T00:00:00.000000Z`,
    info_json: { factorio_version: "2.0", ...(at === 0 ? {} : { dependencies: ["base >= 2.0.28"] }) },
  })),
};

let root: string;
let running: FilePortal[] = [];

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "portal-file-"));
});

afterEach(async () => {
  for (const portal of running.splice(0)) await portal.close();
  await removeFolder(root);
});

async function serve(options: PortalFileOptions): Promise<FilePortal> {
  const portal = await servePortalFile(options);
  running.push(portal);
  return portal;
}

interface Listed {
  readonly releases: { readonly download_url: string; readonly file_name: string; readonly sha1: string }[];
}

async function fetchArchive(portal: FilePortal, release: Listed["releases"][number]): Promise<Buffer> {
  const answer = await fetch(`${portal.url}${release.download_url}?username=a&token=t`);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

describe("a portal of a file's mods", () => {
  test.each([10, 4096, 100_001])("makes sound archives of %i bytes, or as few as it can", async (size) => {
    const portal = await serve({ mods: [LOOM], size });
    const listed = (await (await fetch(`${portal.url}/api/mods/Loom%20Works/full`)).json()) as Listed;
    for (const [at, release] of listed.releases.entries()) {
      const bytes = await fetchArchive(portal, release);
      expect(createHash("sha1").update(bytes).digest("hex")).toBe(release.sha1);
      if (size > 10) expect(bytes).toHaveLength(size);
      const file = path.join(root, release.file_name);
      await writeFile(file, bytes);
      const info = await readArchive(file);
      expect(info).toMatchObject({ name: "Loom Works", title: "Loom works", author: "ada", factorioVersion: "2.0" });
      expect(info.version.text).toBe(LOOM.releases[at]?.version);
      expect(info.dependencies).toEqual(LOOM.releases[at]?.info_json.dependencies);
    }
  });

  test("tells the same SHA-1 whenever it is started", async () => {
    const listed = await Promise.all(
      [1, 2].map(async () => {
        const portal = await serve({ mods: [LOOM] });
        return (await fetch(`${portal.url}/api/mods/Loom%20Works`)).text();
      }),
    );
    expect(listed[0]).toBe(listed[1]);
  });

  test("counts and remembers what it was asked, and waits before it answers", async () => {
    const portal = await serve({ mods: [LOOM], delay: 50 });
    const start = performance.now();
    await fetch(`${portal.url}/api/mods/Loom%20Works`);
    expect(performance.now() - start).toBeGreaterThanOrEqual(49);
    await fetch(`${portal.url}/download/x/y?username=a&token=secret`);
    await expect.poll(() => portal.count()).toBe(2);
    expect(portal.count("/api/")).toBe(1);
    expect(portal.requests.map(({ path: asked, status }) => [asked, status])).toEqual([
      ["/api/mods/Loom%20Works", 200],
      ["/download/x/y?username=a&token=***", 404],
    ]);
    portal.forget();
    expect(portal.count()).toBe(0);
  });
});

describe.skipIf(!existsSync(REAL))("the real portal's data (skipped where ../shared is not there)", () => {
  test("is served, each mod under its own name", async () => {
    const portal = await serve({ mods: REAL });
    const list = (await (await fetch(`${portal.url}/api/mods?page_size=max`)).json()) as { results: unknown[] };
    expect(list.results.length).toBeGreaterThan(3_000);
    for (const name of ["flib", "FLib", "Squeak Through"]) {
      const answer = await fetch(`${portal.url}/api/mods/${encodeURIComponent(name)}/full`);
      const listed = (await answer.json()) as Listed & { name: string };
      expect(listed.name).toBe(name);
      const newest = listed.releases.at(-1);
      if (!newest) throw new Error(name);
      const sha1 = createHash("sha1")
        .update(await fetchArchive(portal, newest))
        .digest("hex");
      expect(sha1).toBe(newest.sha1);
    }
  });
});
