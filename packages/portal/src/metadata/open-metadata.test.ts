import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  json,
  PATIENT,
  portalOf,
  serve,
  type TestServer,
  temporaryFolder,
  wireMod,
  wireRelease,
} from "../../testing/server.ts";
import { createPortal } from "../portal/create-portal.ts";
import type { PortalMod } from "../wire/portal-mod.ts";
import { writeAll } from "./checked-file.ts";
import type { Metadata } from "./metadata.ts";
import { type MetadataOptions, openMetadata } from "./open-metadata.ts";

/** A pack: `pack` needs a and b, a needs c, older releases of a need `lost`, which the portal does not know. */
function pack(): Map<string, PortalMod> {
  const mods = [
    wireMod("pack", [wireRelease("pack", "1.0.0", ["base", "mod-a", "mod-b"])]),
    wireMod("mod-a", [wireRelease("mod-a", "1.0.0", ["lost-mod"]), wireRelease("mod-a", "1.1.0", ["mod-c"])]),
    { ...wireMod("mod-b", [wireRelease("mod-b", "1.0.0", ["+ mod-d", "? mod-e"])]), changelog: "Version: 1.0.0" },
    wireMod("mod-c", [wireRelease("mod-c", "1.0.0", [])]),
    wireMod("mod-d", [wireRelease("mod-d", "1.0.0")]),
  ];
  return new Map(mods.map((mod) => [mod.name, mod]));
}

const ALL = ["pack", "mod-a", "mod-b", "mod-c", "mod-d", "lost-mod"];

interface Scene {
  readonly mods: Map<string, PortalMod>;
  readonly server: TestServer;
  readonly directory: string;
  /** A new run. */
  readonly open: (options?: Partial<MetadataOptions>) => Metadata;
  /** The requests since the last call. */
  readonly requests: () => string[];
}

async function scene(): Promise<Scene> {
  const mods = pack();
  const server = await serve((hit, response, nth) => portalOf(mods)(hit, response, nth));
  const directory = await temporaryFolder();
  const portal = createPortal({ url: server.url, limits: PATIENT });
  onTestFinished(() => portal.close());
  let seen = 0;
  return {
    mods,
    server,
    directory,
    open: (options = {}) => openMetadata({ portal, directory, ...options }),
    requests() {
      const hits = server.hits.slice(seen);
      seen = server.hits.length;
      return hits.map(({ method, path, body }) => `${method} ${path}${body && ` ${decodeURIComponent(body)}`}`);
    },
  };
}

async function getAll(metadata: Metadata, names: readonly string[] = ALL): Promise<(number | undefined)[]> {
  const infos = await Promise.all(names.map((name) => metadata.get(name)));
  return infos.map((info) => info?.releases.length);
}

const RELEASES = [1, 2, 1, 1, 1, undefined];

describe("a cold cache", () => {
  test("costs one question a name, however often it is asked", async () => {
    const { open, requests } = await scene();
    const metadata = open();
    metadata.prefetch(["mod-a"]);
    expect(await getAll(metadata)).toEqual(RELEASES);
    expect(await getAll(metadata)).toEqual(RELEASES);
    expect(requests().sort()).toEqual(ALL.map((name) => `GET /api/mods/${name}/full`).sort());
  });

  test("builtin mods and names that no mod can have are not asked for", async () => {
    const { open, requests } = await scene();
    expect(await getAll(open(), ["base", "space-age", "core", "../x", "", " ", "a/b", "x".repeat(101), "con"])).toEqual(
      Array.from({ length: 9 }, () => undefined),
    );
    expect(requests()).toEqual([]);
  });

  test("refresh asks nothing about what was never seen", async () => {
    const { open, requests } = await scene();
    await open().refresh(ALL);
    expect(requests()).toEqual([]);
  });
});

describe("a warm cache", () => {
  test("costs one question after refresh, unknown names included", async () => {
    const { open, requests } = await scene();
    await getAll(open());
    requests();
    const metadata = open();
    await metadata.refresh(["pack"]);
    expect(await getAll(metadata)).toEqual(RELEASES);
    const asked = requests();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/^POST \/api\/mods namelist=/);
    expect(asked[0]?.split("=")[1]?.split(",").sort()).toEqual([...ALL].sort());
  });

  test("costs one question without refresh too", async () => {
    const { open, requests } = await scene();
    await getAll(open());
    requests();
    const metadata = open();
    metadata.prefetch(["pack"]);
    expect(await getAll(metadata)).toEqual(RELEASES);
    expect(requests()).toHaveLength(1);
  });

  test("with a game line leaves out what only other lines lead to", async () => {
    const { mods, open, requests } = await scene();
    mods.set(
      "mod-c",
      wireMod("mod-c", [wireRelease("mod-c", "0.1.0", ["mod-d"], "1.1"), wireRelease("mod-c", "1.0.0", [])]),
    );
    await getAll(open());
    requests();
    await open({ line: { major: 2, minor: 0 } }).refresh(["mod-c"]);
    expect(requests()).toEqual(["POST /api/mods namelist=mod-c"]);
  });

  test("asks in full only for mods with news", async () => {
    const { mods, open, requests } = await scene();
    await getAll(open());
    mods.set("mod-c", wireMod("mod-c", [wireRelease("mod-c", "1.0.0", []), wireRelease("mod-c", "1.1.0", [])]));
    mods.set("lost-mod", wireMod("lost-mod", [wireRelease("lost-mod", "1.0.0", [])]));
    requests();
    const metadata = open();
    await metadata.refresh(["pack"]);
    expect(await getAll(metadata)).toEqual([1, 2, 1, 2, 1, 1]);
    expect(requests().slice(1).sort()).toEqual(["GET /api/mods/lost-mod/full", "GET /api/mods/mod-c/full"]);
    expect(await getAll(open({ offline: true }))).toEqual([1, 2, 1, 2, 1, 1]);
  });

  test("a release and a mod that were withdrawn are no longer listed", async () => {
    const { mods, open } = await scene();
    await getAll(open());
    mods.set("mod-a", wireMod("mod-a", [wireRelease("mod-a", "1.0.0", ["lost-mod"])]));
    mods.delete("mod-d");
    const metadata = open();
    expect(await getAll(metadata)).toEqual([1, 1, 1, 1, undefined, undefined]);
    expect(await getAll(open({ offline: true }))).toEqual([1, 1, 1, 1, undefined, undefined]);
  });

  test("1,200 mods cost three questions", async () => {
    const { mods, open, requests, directory } = await scene();
    const names = Array.from({ length: 1200 }, (_, at) => `mod-${at}`);
    for (const name of names) mods.set(name, wireMod(name, [wireRelease(name, "1.0.0", [])]));
    await getAll(open(), names);
    requests();
    const metadata = open();
    await metadata.refresh(names);
    await getAll(metadata, names);
    expect(requests()).toHaveLength(3);
    writeAll();
    expect(openMetadataNames(directory)).toBe(1200);
  });

  test.each([405, 501])(
    "works with a portal that answers the name list with %i, at one question a mod",
    async (status) => {
      const { mods, directory } = await scene();
      const server = await serve((hit, response, nth) =>
        hit.method === "POST" ? json(response, {}, status) : portalOf(mods)(hit, response, nth),
      );
      const portal = createPortal({ url: server.url, limits: PATIENT });
      onTestFinished(() => portal.close());
      await getAll(openMetadata({ portal, directory }));
      expect(await getAll(openMetadata({ portal, directory }))).toEqual(RELEASES);
      expect(server.hits).toHaveLength(6 + 1 + 6);
    },
  );

  test("a list that fails fails what waits for it, and leaves the cache as it was", async () => {
    const { mods, directory } = await scene();
    let broken = false;
    const server = await serve((hit, response, nth) =>
      broken ? json(response, {}, 503) : portalOf(mods)(hit, response, nth),
    );
    const portal = createPortal({ url: server.url, limits: PATIENT });
    onTestFinished(() => portal.close());
    await getAll(openMetadata({ portal, directory }));
    broken = true;
    const metadata = openMetadata({ portal, directory });
    await expect(metadata.refresh(["pack"])).rejects.toMatchObject({ code: "PORTAL_ERROR" });
    await expect(metadata.get("mod-c")).rejects.toMatchObject({ code: "PORTAL_ERROR" });
    await expect(openMetadata({ portal, directory }).get("pack")).rejects.toMatchObject({ code: "PORTAL_ERROR" });
    expect(await getAll(openMetadata({ portal, directory, offline: true }))).toEqual(RELEASES);
  });
});

function openMetadataNames(directory: string): number {
  const [portal] = readdirSync(directory);
  return readdirSync(join(directory, portal as string, "mods")).length;
}

describe("offline", () => {
  test("answers from the cache alone, and names the mod that it does not know", async () => {
    const { open, requests } = await scene();
    await getAll(open());
    requests();
    const metadata = open({ offline: true });
    await metadata.refresh(ALL);
    expect(await getAll(metadata)).toEqual(RELEASES);
    await expect(metadata.get("never-seen")).rejects.toMatchObject({
      code: "OFFLINE",
      message: expect.stringContaining("never-seen") as unknown,
    });
    metadata.prefetch(["never-seen-either"]);
    expect(await metadata.namesLike("mod")).toHaveLength(6);
    expect(requests()).toEqual([]);
  });
});

describe("damage", () => {
  test("is noticed, never fatal, and repaired by the next question", async () => {
    const { open, requests, directory } = await scene();
    await getAll(open());
    writeAll();
    const [portal] = readdirSync(directory);
    const folder = join(directory, portal as string, "mods");
    for (const [at, file] of readdirSync(folder).entries()) {
      const path = join(folder, file);
      const bytes = readFileSync(path);
      if (at % 3 === 0) writeFileSync(path, "");
      if (at % 3 === 1) writeFileSync(path, bytes.subarray(0, bytes.length - 7));
      if (at % 3 === 2) writeFileSync(path, Buffer.from(bytes).fill(0, 30, 60));
    }
    requests();
    await expect(open({ offline: true }).get("pack")).rejects.toMatchObject({ code: "OFFLINE" });
    expect(await getAll(open())).toEqual(RELEASES);
    expect(requests()).toHaveLength(6);
    expect(await getAll(open({ offline: true }))).toEqual(RELEASES);
  });

  test("a cache that cannot be written stops nothing, and costs no word", async () => {
    const { open, directory } = await scene();
    writeFileSync(join(directory, "file"), "");
    const metadata = open({ directory: join(directory, "file") });
    expect(await getAll(metadata)).toEqual(RELEASES);
    expect(metadata.warnings()).toEqual([]);
    expect(await metadata.changelog("mod-b")).toBe("Version: 1.0.0");
  });
});

describe("changelogs", () => {
  test("are kept apart, and asked for only when they are missing", async () => {
    const { open, requests, directory } = await scene();
    expect(await open().changelog("mod-b")).toBe("Version: 1.0.0");
    expect(await open().changelog("mod-c")).toBeUndefined();
    requests();
    expect(await open({ offline: true }).changelog("mod-b")).toBe("Version: 1.0.0");
    expect(await open().changelog("mod-b")).toBe("Version: 1.0.0");
    expect(requests()).toHaveLength(1);
    const [portal] = readdirSync(directory);
    writeFileSync(join(directory, portal as string, "changelogs", "mod-b.txt"), "damaged");
    expect(await open().changelog("mod-b")).toBe("Version: 1.0.0");
    expect(requests()).toEqual([expect.stringMatching(/^POST/) as unknown, "GET /api/mods/mod-b/full"]);
  });
});

test("a mod without a changelog is known to have none", async () => {
  const { open, requests, directory } = await scene();
  await getAll(open());
  requests();
  expect(await open({ offline: true }).changelog("mod-c")).toBeUndefined();
  expect(await open().changelog("mod-c")).toBeUndefined();
  expect(requests()).toEqual([expect.stringMatching(/^POST/) as unknown]);
  expect(open().names()).toContain("mod-c");
  const [portal] = readdirSync(directory);
  expect(readdirSync(join(directory, portal as string, "changelogs"))).toEqual(["mod-b.txt"]);
});

test("what the cache holds can be used while the question for news is on its way", async () => {
  const { mods, directory } = await scene();
  const seen: unknown[] = [];
  const server = await serve((hit, response, nth) => {
    const answer = (): void => {
      if (hit.method === "POST" && seen.length === 0) setImmediate(answer);
      else portalOf(mods)(hit, response, nth);
    };
    answer();
  });
  const open = () => {
    const portal = createPortal({ url: server.url, limits: PATIENT });
    onTestFinished(() => portal.close());
    return openMetadata({ portal, directory });
  };
  await getAll(open());
  const metadata = open();
  await metadata.refresh(["pack"], () => seen.push(metadata.recall("mod-a")?.info));
  expect(seen).toHaveLength(1);
  expect(seen[0]).toBeDefined();
  expect(await metadata.get("mod-a")).toBe(seen[0]);
  expect(metadata.recall("base")).toEqual({ info: undefined });
  expect(metadata.recall("never-seen")).toBeUndefined();
});

describe("near names", () => {
  test("come from the portal's search and from the cache", async () => {
    const { mods, open } = await scene();
    await open().get("pack");
    mods.set("mod-new", wireMod("mod-new", []));
    mods.set("lanterns", wireMod("lanterns", []));
    const names = await open().namesLike("mod-nwe");
    expect(names).toContain("mod-new");
    expect(await open().namesLike("old lantern!")).toContain("lanterns");
    expect(names).toContain("pack");
  });

  test("are those in the cache when the search fails", async () => {
    const { mods, directory } = await scene();
    const server = await serve((hit, response, nth) =>
      hit.path === "/api/search" ? json(response, {}, 500) : portalOf(mods)(hit, response, nth),
    );
    const portal = createPortal({ url: server.url, limits: PATIENT });
    onTestFinished(() => portal.close());
    const metadata = openMetadata({ portal, directory });
    await metadata.get("pack");
    expect(await metadata.namesLike("pakc")).toEqual(["pack"]);
  });
});
