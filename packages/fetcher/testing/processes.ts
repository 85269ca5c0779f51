import { type ChildProcess, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { ArchiveRequest, FetchReport } from "../src/index.ts";
import { sandbox } from "./sandbox.ts";

/** Starts a process that fetches archives; `wrapper` is a command that runs the command after it. */
export type StartFetching = (
  url: string,
  store: string,
  wanted: readonly ArchiveRequest[],
  wrapper?: readonly string[],
) => Promise<Fetching>;

/** Bundles `fetch-program.ts` and returns a function that starts it. */
export async function bundleProgram(): Promise<StartFetching> {
  const folder = await sandbox();
  const program = join(folder, "program.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("./fetch-program.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    alias: Object.fromEntries(
      ["core", "disk", "game", "portal"].map((name) => [
        `@factorio-lock/${name}`,
        fileURLToPath(new URL(`../../${name}/src/index.ts`, import.meta.url)),
      ]),
    ),
    banner: {
      js: 'import { createRequire as requireOfTheBundle } from "node:module"; const require = requireOfTheBundle(import.meta.url);',
    },
  });
  let lists = 0;
  return async (url, store, wanted, wrapper = []) => {
    lists += 1;
    const list = join(folder, `list-${lists}.json`);
    await writeFile(list, JSON.stringify(wanted));
    const [command, ...args] = [...wrapper, process.execPath, program, url, store, list];
    return follow(spawn(command as string, args, { stdio: ["ignore", "pipe", "inherit"] }));
  };
}

/** A running fetch. */
interface Fetching {
  readonly pid: number;
  /** Fulfilled when the process has reported an event of this kind. */
  reported(kind: string): Promise<void>;
  /** The final report of the process; undefined if it was killed. */
  readonly report: Promise<(FetchReport & { readonly code?: string; readonly message?: string }) | undefined>;
  /** Ends the process at once, without a chance to clean up. */
  kill(): void;
}

function follow(child: ChildProcess): Fetching {
  const seen: string[] = [];
  const waiting = new Map<string, () => void>();
  let last: string | undefined;
  const lines = createInterface(child.stdout as Readable);
  lines.on("line", (line) => {
    if (line.startsWith("{")) last = line;
    seen.push(line);
    waiting.get(line)?.();
  });
  const report = new Promise<string | undefined>((resolve) => child.once("close", () => resolve(last)));
  return {
    pid: child.pid as number,
    reported: (kind) =>
      new Promise((resolve) => {
        if (seen.includes(kind)) resolve();
        else waiting.set(kind, resolve);
      }),
    report: report.then((line) => (line === undefined ? undefined : JSON.parse(line))),
    kill: () => void child.kill("SIGKILL"),
  };
}
