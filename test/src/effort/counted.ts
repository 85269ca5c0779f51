import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "../cli/sandbox.ts";

const WATCH = fileURLToPath(new URL("watch-process.cjs", import.meta.url));

/** What a run of the executable did, counted without a clock. */
export interface Counted {
  /** Calls of the file system by name; `background` are those that Node hands to the system without waiting. */
  readonly calls: Readonly<Record<string, number>>;
  /** Files of the bundle that were read, with their bytes. */
  readonly files: Readonly<Record<string, number>>;
  /** How many of Node's own modules were loaded beside those of every start. */
  readonly builtins: number;
  /** Bytes of the bundle's functions that ran. */
  readonly code: number;
}

/** Runs the executable in the sandbox's project, and counts. */
export async function counted(box: Sandbox, args: readonly string[]): Promise<Counted & { readonly exit: number }> {
  const out = join(box.folder, "effort.json");
  const watch = `--require ${JSON.stringify(WATCH)}`;
  const { code: exit } = await box.spawn(args, { env: { NODE_OPTIONS: watch, EFFORT: out }, stdin: "" });
  return { ...(JSON.parse(await readFile(out, "utf8")) as Counted), exit };
}

/** All calls of the file system together. */
export function callsOf({ calls }: Counted): number {
  return Object.values(calls).reduce((sum, count) => sum + count, 0);
}
