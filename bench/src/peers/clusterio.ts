import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawned } from "../side-by-side/spawned.ts";
import { PEERS, peerModules } from "./peer-package.ts";
import { reaching } from "./portal-address.ts";

const PROGRAM = fileURLToPath(new URL("./clusterio-program.mjs", import.meta.url));

/**
 * Clusterio's mod portal code: `ModStore` of @clusterio/lib. A mod pack names exact versions; what finds them lies in its
 * controller, which is not to be had from npm.
 */
export interface Clusterio {
  /** Downloads releases by name and version into a folder: milliseconds in all, and without starting and loading. */
  download(
    mods: string,
    wanted: readonly Wanted[],
    portal: string,
  ): Promise<{ readonly ms: number; readonly work: number }>;
  /** The archives of all releases of mods, each with its game line, by mod name. */
  releases(names: readonly string[], portal: string): Promise<ReadonlyMap<string, readonly FileOfLine[]>>;
}

type FileOfLine = readonly [file: string, line: string];

interface Wanted {
  readonly name: string;
  readonly version: string;
}

/** @param folder for its lists and answers */
export function openClusterio(folder: string, mayFetch = true): Clusterio | undefined {
  const modules = peerModules(PEERS.clusterio, mayFetch);
  if (modules === undefined) return undefined;
  const out = join(folder, "clusterio.json");
  const list = join(folder, "clusterio-list.json");
  const run = async <Answer>(what: string, wanted: unknown, portal: string, ...rest: string[]) => {
    await writeFile(list, JSON.stringify(wanted));
    const program = [...reaching.words, PROGRAM, modules, out, what, list, ...rest];
    const { ms } = await spawned(process.execPath, program, { cwd: folder, env: reaching.env(portal, folder) });
    const result = JSON.parse(await readFile(out, "utf8")) as { ms: number; answer: Answer };
    return { ms, work: result.ms, answer: result.answer };
  };
  return {
    async download(mods, wanted, portal) {
      const { ms, work, answer } = await run<string[]>("download", wanted, portal, mods, "2.0");
      if (answer.length !== wanted.length) throw new Error(`Clusterio has ${answer.length} of ${wanted.length} mods`);
      return { ms, work };
    },
    releases: async (names, portal) => new Map((await run<[string, FileOfLine[]][]>("releases", names, portal)).answer),
  };
}
