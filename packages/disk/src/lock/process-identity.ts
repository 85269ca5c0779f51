import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Identifies a process so that others, on this machine or another, can check whether it is still running. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** The boot id of the running kernel; "" if the system has none. */
  readonly boot: string;
  /** The PID namespace of `pid`; "" if the system has no namespaces. */
  readonly pids: string;
  /** The start time of the process in clock ticks since boot; "" if unknown. */
  readonly start: string;
}

let self: ProcessIdentity | undefined;

/** The identity of this process. */
export function thisProcess(): ProcessIdentity {
  self ??= {
    host: hostname(),
    pid: process.pid,
    boot: orUndefined(() => readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim()) ?? "",
    pids: orUndefined(() => readlinkSync("/proc/self/ns/pid")) ?? "",
    start: statOf(process.pid)?.start ?? "",
  };
  return self;
}

/** Whether a process runs on the same kernel as this one, possibly in another container. */
export function isOnThisKernel({ boot }: ProcessIdentity): boolean {
  return boot !== "" && boot === thisProcess().boot;
}

/**
 * Looks a process up by its PID. `alive` and `dead` are certain. `absent`: no such process here, but this may not be
 * the same machine although its name is. `unknown`: it cannot be looked up from here, or the PID may have been reused.
 */
export function processState(identity: ProcessIdentity): "alive" | "dead" | "absent" | "unknown" {
  const { host, pid, boot, pids, start } = identity;
  const own = thisProcess();
  if (boot !== own.boot || pids !== own.pids || (boot === "" && host !== own.host)) return "unknown";
  if (!runs(pid)) return boot === "" || pids === "" ? "absent" : "dead";
  if (start === "") return "unknown";
  const stat = statOf(pid);
  if (stat === undefined) return "unknown";
  // A zombie has ended.
  return stat.start === start && stat.state !== "Z" ? "alive" : "dead";
}

/** Whether a process of this machine is suspended, as by Ctrl-Z. */
export function isStopped(identity: ProcessIdentity): boolean {
  return processState(identity) === "alive" && statOf(identity.pid)?.state === "T";
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function statOf(pid: number): { readonly state: string; readonly start: string } | undefined {
  const stat = orUndefined(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
  // The second field is the program's name in parentheses, which may contain anything: parse after the last ")".
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, start] = [fields?.[0], fields?.[19]];
  return state === undefined || start === undefined ? undefined : { state, start };
}

function orUndefined<T>(task: () => T): T | undefined {
  try {
    return task();
  } catch {
    return undefined;
  }
}
