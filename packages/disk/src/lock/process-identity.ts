import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Names a process so that others, on this machine or another, can tell whether it still runs. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** The running kernel; "" where the system does not name it. */
  readonly boot: string;
  /** The set of process numbers that `pid` belongs to (a PID namespace); "" where the system has only one. */
  readonly pids: string;
  /** When the process started, in the system's ticks; "" where the system does not say. */
  readonly start: string;
}

let self: ProcessIdentity | undefined;

/** The identity of this process. */
export function thisProcess(): ProcessIdentity {
  self ??= {
    host: hostname(),
    pid: process.pid,
    boot: attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim()) ?? "",
    pids: attempt(() => readlinkSync("/proc/self/ns/pid")) ?? "",
    start: statOf(process.pid)?.start ?? "",
  };
  return self;
}

/** Whether both run on one kernel, containers included. */
export function isOnThisKernel({ boot }: ProcessIdentity): boolean {
  return boot !== "" && boot === thisProcess().boot;
}

/**
 * Looks a process up by its number. `alive` and `dead` are certain. `absent`: there is no such process on the machine of
 * that name, which is most likely this one. `unknown`: it cannot be looked up from here, or the number may be another's.
 */
export function processState(identity: ProcessIdentity): "alive" | "dead" | "absent" | "unknown" {
  const { host, pid, boot, pids, start } = identity;
  const own = thisProcess();
  if (boot !== own.boot || pids !== own.pids || (boot === "" && host !== own.host)) return "unknown";
  if (!runs(pid)) return boot === "" || pids === "" ? "absent" : "dead";
  if (start === "") return "unknown";
  const stat = statOf(pid);
  if (stat === undefined) return "unknown";
  // A zombie does nothing any more.
  return stat.start === start && stat.state !== "Z" ? "alive" : "dead";
}

/** Whether a process of this machine was stopped, as by Ctrl-Z. */
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
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
  // The second field is the program's name in brackets and may hold anything: what counts begins after the last ")".
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, start] = [fields?.[0], fields?.[19]];
  return state === undefined || start === undefined ? undefined : { state, start };
}

function attempt<T>(task: () => T): T | undefined {
  try {
    return task();
  } catch {
    return undefined;
  }
}
