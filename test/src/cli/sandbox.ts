import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { type AccessEntry, type Mirror, type ServeOptions, serveCatalog } from "@factorio-lock/mirror";
import { type Host, run } from "factorio-lock";
import { shareCompiledCode } from "../../../testing/compiled-code.ts";
import { removeFolder } from "../../../testing/sandbox.mjs";
import { createWorld, MODS, type World, type WorldMod } from "./world.ts";

/** The secret that may appear nowhere. Every run of every end-to-end test has it in its environment. */
const CANARY = "canary-5d1f0c7e9b";

/** Another executable to put to the same tests, such as one of an earlier version: does it fail where it should? */
const OTHER = process.env["FACTORIO_LOCK_EXECUTABLE"];

/** The built executable. */
export const EXECUTABLE: string =
  OTHER ?? fileURLToPath(new URL("../../../packages/cli/bin/factorio-lock.js", import.meta.url));

/** The output of a run. */
export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a command. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Relative to the project. */
  readonly cwd?: string;
  readonly stdin?: string;
  /** Columns of a terminal; without it stdout and stderr are none. */
  readonly columns?: number;
  /** Another platform, played: of `run` alone. */
  readonly platform?: NodeJS.Platform;
  readonly signal?: AbortSignal;
  /** The signal that the executable gets when `signal` fires. Default: SIGINT. */
  readonly stopBy?: NodeJS.Signals;
  /** Milliseconds after which the executable is killed, if it still runs. */
  readonly killAfter?: number;
}

/** A folder with a home, a cache, a project and a portal of its own. */
export interface Sandbox {
  /** The folder. */
  readonly folder: string;
  /** The project's folder. */
  readonly project: string;
  readonly portal: Mirror;
  readonly world: World;
  /** The requests that the portal received, tokens masked. */
  readonly requests: AccessEntry[];
  /** Runs a command line in this process. */
  run(args: readonly string[], options?: RunOptions): Promise<Output>;
  /** Runs the built executable. */
  spawn(args: readonly string[], options?: RunOptions): Promise<Output>;
  write(path: string, text: string): Promise<void>;
  /** The text of a file of the project; undefined if there is none. */
  read(path: string): Promise<string | undefined>;
  /** Every file of the project's folder with its content, for before and after. */
  snapshot(): Promise<ReadonlyMap<string, string>>;
  /** Keeps project, home and cache as they are now; the function puts them back. */
  keep(): Promise<() => Promise<void>>;
  /** Ends the portal, looks for the canary, and deletes the folder. */
  close(): Promise<void>;
}

/** Paths on the portal that a token may be sent to. */
const CREDENTIAL_PATHS = /^\/(?:download\/|api\/bookmarks|api-login)/;

/** @param mods what the portal has: mods of a test, or a world of its own */
export async function createSandbox(
  mods: readonly WorldMod[] | World = MODS,
  serving: ServeOptions = {},
): Promise<Sandbox> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "factorio-lock-cli-")));
  const project = join(folder, "project");
  await mkdir(project);
  await mkdir(join(folder, "home"));
  await shareCompiledCode(join(folder, "home"));
  const world = "catalog" in mods ? mods : await createWorld(mods);
  const requests: AccessEntry[] = [];
  const strays: string[] = [];
  const kept: string[] = [];
  const portal = await serveCatalog(world.catalog, {
    ...serving,
    onAccess: (entry) => requests.push(entry),
    intercept: (request, response) => {
      const url = request.url ?? "";
      if (url.includes(CANARY) && !CREDENTIAL_PATHS.test(url)) strays.push(url);
      if (JSON.stringify(request.headers).includes(CANARY)) strays.push(`${url} (headers)`);
      return serving.intercept?.(request, response) ?? false;
    },
  });

  const env = (more: RunOptions["env"] = {}): Record<string, string> => {
    const all: Record<string, string | undefined> = {
      HOME: join(folder, "home"),
      USERPROFILE: join(folder, "home"),
      PATH: process.env["PATH"],
      FACTORIO_LOCK_PORTAL: portal.url,
      FACTORIO_LOCK_CACHE: join(folder, "cache"),
      FACTORIO_USERNAME: "test-player",
      FACTORIO_TOKEN: CANARY,
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CEILING_DIRECTORIES: folder,
      ...more,
    };
    return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
  };
  const seen = (output: Output): Output => {
    for (const text of [output.stdout, output.stderr]) {
      if (text.includes(CANARY)) throw new Error(`the token was printed:\n${text}`);
    }
    return output;
  };

  const sandbox: Sandbox = {
    folder,
    project,
    portal,
    world,
    requests,
    async run(args, options = {}) {
      if (OTHER !== undefined) return sandbox.spawn(args, options);
      const { columns, cwd = ".", stdin, signal = new AbortController().signal } = options;
      const [out, err] = [sink(columns), sink(columns)];
      const host: Host = {
        env: env(options.env),
        cwd: join(project, cwd),
        platform: options.platform ?? process.platform,
        home: join(folder, "home"),
        stdin: Readable.from(stdin === undefined ? [] : [stdin]),
        stdout: out,
        stderr: err,
        now: () => performance.now(),
        signal,
      };
      const code = await run(args, host);
      return seen({ code, stdout: out.text(), stderr: err.text() });
    },
    async spawn(args, options = {}) {
      const { cwd = ".", killAfter, stdin, signal, stopBy = "SIGINT" } = options;
      const child = spawn(process.execPath, [EXECUTABLE, ...args], { cwd: join(project, cwd), env: env(options.env) });
      signal?.addEventListener("abort", () => child.kill(stopBy));
      const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
      const [out, err] = [collect(child.stdout), collect(child.stderr)];
      child.stdin.end(stdin ?? "");
      const code = await new Promise<number>((resolve) => child.once("close", (status) => resolve(status ?? -1)));
      clearTimeout(timer);
      return seen({ code, stdout: await out, stderr: await err });
    },
    async write(path, text) {
      await mkdir(dirname(join(project, path)), { recursive: true });
      await writeFile(join(project, path), text);
    },
    read: (path) => readFile(join(project, path), "utf8").catch(() => undefined),
    snapshot: () => contents(project),
    async keep() {
      const copy = await mkdtemp(join(tmpdir(), "factorio-lock-keep-"));
      kept.push(copy);
      const names = ["project", "home", "cache"];
      for (const name of names) await cp(join(folder, name), join(copy, name), COPYING).catch(ifMissing);
      return async () => {
        for (const name of names) {
          await removeFolder(join(folder, name));
          await cp(join(copy, name), join(folder, name), COPYING).catch(ifMissing);
        }
        await sealAnew(join(project, "mods", ".factorio-lock"));
      };
    },
    async close() {
      await portal.close();
      for (const copy of kept) await removeFolder(copy);
      for (const [path, text] of await contents(folder)) {
        if (text.includes(CANARY) && !path.endsWith("credentials.json")) throw new Error(`the token is in ${path}`);
      }
      await removeFolder(folder);
      if (strays.length > 0) throw new Error(`the token was sent to ${strays.join(", ")}`);
    },
  };
  return sandbox;
}

/** A copied record is a stranger's: the sandbox's goes on as that of the folder from which it was copied. */
async function sealAnew(control: string): Promise<void> {
  const path = join(control, "record.json");
  const text = await readFile(path, "utf8").catch(ifMissing);
  if (text === undefined) return;
  const { ino, birthtimeNs } = await stat(control, { bigint: true });
  await writeFile(path, `${JSON.stringify({ ...(JSON.parse(text) as object), folder: `${ino}@${birthtimeNs}` })}\n`);
}

const COPYING = { recursive: true, preserveTimestamps: true, verbatimSymlinks: true } as const;

function ifMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

function sink(columns: number | undefined) {
  let text = "";
  return {
    write: (more: string) => {
      text += more;
      return true;
    },
    text: () => text,
    ...(columns === undefined ? {} : { isTTY: true, columns }),
  };
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text;
}

async function contents(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of names.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found.set(path.slice(folder.length + 1), await readFile(path, "latin1"));
  }
  return found;
}

/** Printed text without what differs from run to run: places, ports, times. */
export function settled(text: string, box: Sandbox): string {
  return text
    .replaceAll(box.folder, "<box>")
    .replaceAll(box.portal.url, "<portal>")
    .replace(/\b(?:\d+ ms|\d+(?:\.\d)? s)\b/g, "<time>")
    .replace(/Node\.js \d+\.\d+\.\d+/g, "Node.js <version>");
}
