import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ModInfo } from "@factorio-lock/core";
import { type CatalogMod, type CatalogRelease, fixedCatalog, serveCatalog } from "@factorio-lock/mirror";
import { removeFolder } from "../../../testing/sandbox.mjs";
import type { Registry } from "../solver/case.ts";
import { openDriver } from "./driver.ts";

/** The built bundle in a process of its own, with a portal whose mods can be exchanged. */
export interface Bundle {
  /** Runs a command line in a folder that holds these files, with the mods on the portal, and nothing else known. */
  run(task: Task): Promise<Ran>;
  close(): Promise<void>;
}

interface Task {
  readonly args: readonly string[];
  /** By path, relative to the modpack's folder. */
  readonly files: Readonly<Record<string, string>>;
  readonly registry: Registry;
}

interface Ran {
  readonly code: number;
  readonly document: Record<string, unknown>;
}

export async function openBundle(): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), "factorio-lock-built-"));
  let catalog = fixedCatalog([], () => undefined);
  const portal = await serveCatalog({
    list: (query) => catalog.list(query),
    search: (query) => catalog.search(query),
    mod: (name) => catalog.mod(name),
    archive: (name, id, credentials) => catalog.archive(name, id, credentials),
    file: (sha1) => catalog.file(sha1),
    thumbnail: (name) => catalog.thumbnail(name),
    size: () => catalog.size(),
    close: () => catalog.close(),
  });
  const driver = openDriver(folder);
  let tasks = 0;
  return {
    async run({ args, files, registry }) {
      catalog = fixedCatalog([...registry.values()].map(listed), () => undefined);
      const own = join(folder, String(++tasks));
      const cwd = join(own, "modpack");
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(cwd, path)), { recursive: true });
        await writeFile(join(cwd, path), text);
      }
      const env = { HOME: own, FACTORIO_LOCK_PORTAL: portal.url, FACTORIO_LOCK_CACHE: join(own, "cache") };
      const { code, stdout } = await driver.run({ args: [...args, "--json"], cwd, env });
      await removeFolder(own);
      return { code, document: JSON.parse(stdout) as Record<string, unknown> };
    },
    async close() {
      await driver.close();
      await portal.close();
      await removeFolder(folder);
    },
  };
}

/** A mod as a catalog lists it; nothing of it is ever downloaded. */
function listed({ name, title = name, deprecated = false, releases }: ModInfo): CatalogMod {
  return {
    name,
    title,
    owner: "test-author",
    summary: "",
    downloadsCount: 0,
    category: "content",
    deprecated,
    releases: releases.map(
      ({ version, factorioVersion, dependencies, fileName, sha1, download, releasedAt }): CatalogRelease => ({
        id: /[0-9a-f]{24}$/.exec(download)?.[0] ?? "0".repeat(24),
        version: version.text,
        fileName,
        releasedAt,
        // The real portal's releases can lack it: so does the answer then.
        sha1: sha1 as string,
        factorioVersion,
        dependencies,
      }),
    ),
    details: () => ({ created_at: "2026-01-01T00:00:00.000000Z", homepage: "" }),
  };
}
