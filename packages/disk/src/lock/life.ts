import { statSync } from "node:fs";
import type { Holder } from "./holder.ts";
import { isClosed } from "./presence.ts";
import { readPresence, socketName } from "./presence-file.ts";
import { probe } from "./presence-socket.ts";
import { isOnThisKernel, processState } from "./process-identity.ts";

/**
 * The state of the process that a token identifies. `absent`: as in `processState`. `silent`: only its heartbeat can
 * show whether it is alive.
 */
export interface Life {
  readonly state: "alive" | "dead" | "absent" | "silent";
  /**
   * The current heartbeat value, which changes while the process is alive; undefined if it cannot be read, which proves
   * nothing.
   */
  readonly beat: string | undefined;
  readonly holder: Holder | undefined;
}

/** Checks once whether the process that a token identifies is alive. */
export async function lifeOf(folder: string, token: string): Promise<Life> {
  const found = readPresence(folder, token);
  if (found.kind === "gone" || isClosed(token)) return { state: "dead", beat: undefined, holder: undefined };
  if (found.kind === "hidden") return { state: "alive", beat: undefined, holder: undefined };
  const { beat, holder } = found;
  if (!holder) return { state: "silent", beat, holder };
  const state = processState(holder);
  if (state === "alive" || state === "dead") return { state, beat, holder };
  if (holder.hasSocket) {
    const answer = await probe(folder, socketName(token));
    if (answer === "open") return { state: "alive", beat, holder };
    // Through another mount of the same folder, nobody ever listens at the socket file, so a refused connection proves
    // nothing.
    const isSameFile = isOnThisKernel(holder) && holder.device === String(statSync(folder, { bigint: true }).dev);
    if (answer === "closed" && isSameFile) return { state: "dead", beat, holder };
  }
  return { state: state === "absent" ? "absent" : "silent", beat, holder };
}
