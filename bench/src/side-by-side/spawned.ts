import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** What a run of a program took. */
export interface Spent {
  /** Milliseconds on the clock, from the start of the process to its end. */
  readonly ms: number;
  /** The highest memory of the process in MB; only where the system tells it (Linux). */
  readonly peak: number;
  /** The exit code: 0, or another that was accepted. */
  readonly code: number;
}

/** How to run a program. */
export interface Running {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whether to watch its memory, which costs the machine a little. */
  readonly watched?: boolean;
  /** Exit codes that are as good as 0. */
  readonly accepted?: readonly number[];
}

/** Runs a program to its end, which has to be a good one. */
export async function spawned(command: string, words: readonly string[], running: Running = {}): Promise<Spent> {
  const { cwd, env, watched = false, accepted = [] } = running;
  const start = performance.now();
  const child = spawn(command, words, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, highWater(child.pid));
  };
  const timer = watched ? setInterval(look, 10) : undefined;
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const ms = performance.now() - start;
  clearInterval(timer);
  if (code === null || (code !== 0 && !accepted.includes(code)))
    throw new Error(`${command} ${words.join(" ").slice(0, 200)} ended with ${code}: ${said}`);
  return { ms, peak, code };
}

/** The highest resident memory of a process so far, in MB. */
function highWater(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
