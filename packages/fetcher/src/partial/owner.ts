import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Who works on a partial file: one process, as text fit for a file name: `SCOPE-PID-START`.
 *
 * The scope names the running system and its set of process numbers: within one scope a process number can be looked up.
 * START tells a process from an earlier one of the same number, where the system says so (Linux); else it is 0.
 */
export type Owner = string;

/** Whether the process of an owner runs; `unknown` for one of another machine, container or boot. */
export type OwnerState = "alive" | "dead" | "unknown";

let self: Owner | undefined;

/** The owner that stands for this process. */
export function thisProcess(): Owner {
  self ??= `${scope()}-${process.pid}-${startOf(process.pid) ?? "0"}`;
  return self;
}

/** Looks up whether an owner's process runs. */
export function ownerState(owner: Owner): OwnerState {
  const match = /^([0-9a-f]{12})-(\d{1,10})-(\d{1,20})$/.exec(owner);
  if (!match || match[1] !== thisProcess().slice(0, 12)) return "unknown";
  const pid = Number(match[2]);
  if (!runs(pid)) return "dead";
  const start = startOf(pid);
  return start === undefined || start === match[3] ? "alive" : "dead";
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** When a process started, in the system's ticks; undefined where the system does not say. */
function startOf(pid: number): string | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  // The second field is the program's name in brackets and may hold anything: what counts begins after the last ")".
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  // A zombie writes nothing any more.
  return fields?.[0] === "Z" ? "0" : fields?.[19];
}

function scope(): string {
  const boot = attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8")) ?? "";
  const processes = attempt(() => readlinkSync("/proc/self/ns/pid")) ?? "";
  return createHash("sha1").update(`${hostname()}\n${boot}\n${processes}`).digest("hex").slice(0, 12);
}

function attempt<T>(task: () => T): T | undefined {
  try {
    return task();
  } catch {
    return undefined;
  }
}
