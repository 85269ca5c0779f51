import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Whether wrk, the HTTP benchmark, is installed here. */
export const hasWrk: boolean = spawnSync("wrk", ["-v"]).error === undefined;

/** The measurements of one run of wrk. */
export interface Rate {
  readonly requests: number;
  /** Megabytes. */
  readonly megabytes: number;
  /** Answers that were not 2xx, and broken connections. */
  readonly faults: number;
}

/** Asks for an address as fast as one thread can, over so many connections; what came in a second. */
export async function measure(url: string, connections: number, seconds: number): Promise<Rate> {
  const { stdout } = await run("wrk", ["-t1", `-c${connections}`, `-d${seconds}s`, url]);
  const transfer = /Transfer\/sec:\s+([\d.]+)(B|KB|MB|GB)/.exec(stdout);
  const unit = { B: 1e-6, KB: 1e-3, MB: 1, GB: 1000 }[transfer?.[2] ?? "B"] ?? 0;
  const errors = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(stdout)?.slice(1) ?? [];
  return {
    requests: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1] ?? 0),
    megabytes: Number(transfer?.[1] ?? 0) * unit,
    faults: errors.reduce((sum, count) => sum + Number(count), Number(/Non-2xx.*: (\d+)/.exec(stdout)?.[1] ?? 0)),
  };
}

/** The middle one of some numbers. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
