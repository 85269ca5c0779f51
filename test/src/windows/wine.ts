import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { removeFolderSync } from "../../../testing/sandbox.mjs";

/** The output of a Windows program. */
export interface WineOutput {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A Windows of its own: a drive C:, and a drive D: on another file system where this machine has one. */
export interface Wine {
  /** The folder that is C:, and the one that is D:. */
  readonly c: string;
  readonly d: string;
  readonly hasTwoDisks: boolean;
  /** Runs node in `C:\Program Files`. Its streams are files: pipes are not available under Wine. */
  node(cwd: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<WineOutput>;
  close(): void;
}

/** The Windows node that is to be tested with: `WINDOWS_NODE`, else a `node.exe` on the path. */
const WINDOWS_NODE: string | undefined = [
  process.env["WINDOWS_NODE"],
  ...(process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "node.exe")),
].find((file) => file !== undefined && existsSync(file));

/** Why there is no Windows to test with; undefined if there is one. */
export const NO_WINDOWS: string | undefined =
  process.platform === "win32"
    ? "this is one: all other tests show it"
    : spawnSync("wine", ["--version"]).status !== 0
      ? "wine is not installed"
      : WINDOWS_NODE === undefined
        ? "no node.exe: name one by WINDOWS_NODE"
        : undefined;

/** Milliseconds that only what hangs takes. */
const PATIENCE = 150_000;

const PROGRAM = "C:\\Program Files\\nodejs\\node.exe";

/**
 * Sets up a Windows in a folder of its own. Takes some ten seconds. Where this machine's Wine cannot run node at all (some
 * containers forbid what it needs), `failure` says so.
 */
export async function createWine(): Promise<Wine & { readonly failure: string | undefined }> {
  const folder = mkdtempSync(join(tmpdir(), "factorio-lock-wine-"));
  const prefix = join(folder, "prefix");
  const d = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "factorio-lock-drive-"));
  const base = { PATH: process.env["PATH"] ?? "", HOME: folder, WINEPREFIX: prefix, WINEDEBUG: "-all", DISPLAY: "" };
  const { status } = spawnSync("wine", ["wineboot", "-i"], { env: base, stdio: "ignore", timeout: PATIENCE });
  const c = join(prefix, "drive_c");
  const isMade = status === 0 && existsSync(c);
  mkdirSync(join(c, "Program Files", "nodejs"), { recursive: true });
  mkdirSync(join(prefix, "dosdevices"), { recursive: true });
  symlinkSync(d, join(prefix, "dosdevices", "d:"));
  copyFileSync(WINDOWS_NODE as string, join(c, "Program Files", "nodejs", "node.exe"));
  let runs = 0;
  const wine: Wine = {
    c,
    d,
    hasTwoDisks: statSync(c).dev !== statSync(d).dev,
    async node(cwd, args, env = {}) {
      runs += 1;
      const files = ["out", "err"].map((name) => join(folder, `${runs}.${name}`));
      const streams = files.map((file) => openSync(file, "w"));
      const child = spawn("wine", [PROGRAM, ...args], {
        cwd,
        // Wine says that it is an older Windows than node wants.
        env: { ...base, NODE_SKIP_PLATFORM_CHECK: "1", ...env },
        stdio: ["ignore", ...streams],
        timeout: PATIENCE,
        killSignal: "SIGKILL",
      });
      for (const stream of streams) closeSync(stream);
      const code = await new Promise<number>((resolve) => child.once("close", (status) => resolve(status ?? -1)));
      const [stdout = "", stderr = ""] = files.map((file) => readFileSync(file, "utf8"));
      for (const file of files) unlinkSync(file);
      return { code, stdout, stderr };
    },
    close() {
      // Ends what runs in this Windows, and waits until its registry is written: else that is written into what is removed.
      for (const flag of ["-k", "-w"])
        spawnSync("wineserver", [flag], { env: base, stdio: "ignore", timeout: PATIENCE });
      for (const path of [d, folder]) removeFolderSync(path);
    },
  };
  const { code } = isMade ? await wine.node(c, ["-e", ""]) : { code: status };
  return { ...wine, failure: code === 0 ? undefined : `Wine cannot run node here (${code})` };
}
