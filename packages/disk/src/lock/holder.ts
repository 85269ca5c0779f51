import { cleanText } from "@factorio-lock/core";
import { isStopped, type ProcessIdentity } from "./process-identity.ts";

/** A process that holds locks, as it describes itself to others. */
export interface Holder extends ProcessIdentity {
  /** Such as `factorio-lock install`. */
  readonly command: string;
  /** Since when, as an ISO date. */
  readonly since: string;
  /** The device of the folder, as this process sees it: within one kernel it names one mounted file system. */
  readonly device: string;
  /** Whether a socket next to the description tells at once when the process has ended. */
  readonly hasSocket: boolean;
}

/** Reads a description, which anybody may have written; undefined if it is not one. */
export function parseHolder(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    const { pid } = value;
    if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
    const field = (name: string) => (typeof value[name] === "string" ? cleanText(value[name]).slice(0, 200) : "");
    return {
      host: field("host"),
      pid,
      boot: field("boot"),
      pids: field("pids"),
      start: field("start"),
      command: field("command"),
      since: field("since"),
      device: field("device"),
      hasSocket: value["hasSocket"] === true,
    };
  } catch {
    return undefined;
  }
}

/** In words: `factorio-lock install (process 123 on forge, since 2026-05-06T07:08:09Z)`. */
export function describeHolder(holder: Holder | undefined): string {
  if (!holder) return "another process";
  const { command, pid, host, since } = holder;
  const stopped = isStopped(holder) ? ", which is stopped" : "";
  return `${command || "another program"} (process ${pid} on ${host || "a machine without a name"}, since ${since}${stopped})`;
}
