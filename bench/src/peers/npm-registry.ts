import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { FileMod } from "../../../test/src/portal-file/read-portal-file.ts";
import { npmTarball } from "./npm-tarball.ts";

/** A package with all its versions, as a registry describes it, with its archives by file name. */
interface NpmPackage {
  readonly name: string;
  readonly document: (origin: string) => Readonly<Record<string, unknown>>;
  readonly tarballs: ReadonlyMap<string, Buffer>;
}

/** Mods as npm packages: the same names, versions, dependencies and sizes. */
export function npmPackages(mods: readonly FileMod[], size: number): NpmPackage[] {
  return mods.map((mod) => {
    const releases = mod.releases.map(({ version, info_json: info }) => {
      const manifest = { name: mod.name, version, dependencies: npmDependencies(info.dependencies ?? []) };
      const bytes = npmTarball(manifest, size);
      const hash = (algorithm: string) => createHash(algorithm).update(bytes);
      const file = `${mod.name}-${version}.tgz`;
      const sums = { shasum: hash("sha1").digest("hex"), integrity: `sha512-${hash("sha512").digest("base64")}` };
      return { manifest, bytes, file, sums };
    });
    const document = (origin: string) => ({
      name: mod.name,
      "dist-tags": { latest: releases.at(-1)?.manifest.version },
      versions: Object.fromEntries(
        releases.map(({ manifest, file, sums }) => [
          manifest.version,
          { ...manifest, dist: { ...sums, tarball: `${origin}/${mod.name}/-/${file}` } },
        ]),
      ),
      time: Object.fromEntries(releases.map(({ manifest }) => [manifest.version, "2026-01-01T00:00:00.000Z"])),
    });
    return { name: mod.name, document, tarballs: new Map(releases.map(({ file, bytes }) => [file, bytes])) };
  });
}

/** `NAME >= 1.0` of a mod becomes `"NAME": ">=1.0.0"`. */
function npmDependencies(dependencies: readonly string[]): Record<string, string> {
  const demands = dependencies.map((text) => text.split(" ")).filter(([name]) => name !== "base");
  return Object.fromEntries(demands.map(([name, , version]) => [name, `>=${version}.0`]));
}

/** Serves npm packages from memory: quicker than any registry that has a disk and users to look after. */
export async function serveNpm(packages: readonly NpmPackage[]): Promise<{ url: string; close(): Promise<void> }> {
  const answers = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const answer = answers.get((request.url ?? "").split("?")[0] ?? "");
    const type = request.url?.endsWith(".tgz") ? "application/octet-stream" : "application/json";
    response.writeHead(answer ? 200 : 404, { "content-type": type, "cache-control": "public, max-age=300" });
    response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const { name, document, tarballs } of packages) {
    answers.set(`/${name}`, Buffer.from(JSON.stringify(document(url))));
    for (const [file, bytes] of tarballs) answers.set(`/${name}/-/${file}`, bytes);
  }
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Writes npm packages as the storage of Verdaccio, as if they had been published there. */
export async function writeVerdaccioStorage(packages: readonly NpmPackage[], storage: string): Promise<void> {
  for (const { name, document, tarballs } of packages) {
    const folder = join(storage, name);
    await mkdir(folder, { recursive: true });
    const attachments = Object.fromEntries([...tarballs.keys()].map((file) => [file, {}]));
    const text = {
      ...document("http://127.0.0.1"),
      _attachments: attachments,
      _distfiles: {},
      _uplinks: {},
      _rev: "1-0",
    };
    await writeFile(join(folder, "package.json"), JSON.stringify(text));
    for (const [file, bytes] of tarballs) await writeFile(join(folder, file), bytes);
  }
}
