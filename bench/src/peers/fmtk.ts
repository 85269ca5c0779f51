import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawned } from "../side-by-side/spawned.ts";
import { PEERS, peerModules } from "./peer-package.ts";
import { reaching } from "./portal-address.ts";

const PROGRAM = fileURLToPath(new URL("./fmtk-program.mjs", import.meta.url));

/** Each takes a few MB of the process, which loads the program anew for it. */
const AT_ONCE = 100;

/** The command line of factoriomod-debug: `fmtk mods install NAME`. */
export interface Fmtk {
  /** Installs mods into a folder, one command after the other, as it takes one name. Milliseconds. */
  install(mods: string, names: readonly string[], portal: string): Promise<number>;
  /** The archives in a folder after all these were installed, many by one process. */
  installed(mods: string, names: readonly string[], portal: string): Promise<readonly string[]>;
}

/** @param folder for its credentials */
export async function openFmtk(folder: string, mayFetch = true): Promise<Fmtk | undefined> {
  const node = nodeFor(mayFetch);
  const modules = node && peerModules(PEERS.fmtk, mayFetch);
  if (node === undefined || modules === undefined) return undefined;
  const cli = join(modules, PEERS.fmtk.name, "dist", "fmtk-cli.js");
  const player = join(folder, "player-data.json");
  await writeFile(player, JSON.stringify({ "service-username": "bench", "service-token": "bench-token-of-nobody" }));
  const run = async (program: readonly string[], portal: string) =>
    (await spawned(node, [...reaching.words, ...program], { cwd: folder, env: reaching.env(portal, folder) })).ms;
  return {
    async install(mods, names, portal) {
      let ms = 0;
      for (const name of names) {
        ms += await run([cli, "mods", "--modsPath", mods, "install", "--playerData", player, name], portal);
      }
      return ms;
    },
    async installed(mods, names, portal) {
      for (let at = 0; at < names.length; at += AT_ONCE) {
        await run([PROGRAM, cli, mods, player, ...names.slice(at, at + AT_ONCE)], portal);
      }
      return readdir(mods);
    },
  };
}

/** A Node that is new enough for it: 22.7. */
function nodeFor(mayFetch: boolean): string | undefined {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 7)) return process.execPath;
  const modules = peerModules(PEERS.node, mayFetch);
  return modules && join(modules, PEERS.node.name, "bin", "node");
}
