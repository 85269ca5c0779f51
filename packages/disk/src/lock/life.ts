import { statSync } from "node:fs";
import type { Holder } from "./holder.ts";
import { isClosed } from "./presence.ts";
import { readPresence, socketName } from "./presence-file.ts";
import { probe } from "./presence-socket.ts";
import { isOnThisKernel, processState } from "./process-identity.ts";

/** The state of the process behind a token. `silent`: only its beat can show whether it lives. */
export interface Life {
  readonly state: "alive" | "dead" | "absent" | "silent";
  /** Changes while the process lives; undefined if it cannot be read, which proves nothing. */
  readonly beat: string | undefined;
  readonly holder: Holder | undefined;
}

/** Looks once whether the process behind a token lives. */
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
    // Another mount of the same folder has another socket file, at which nobody ever listens.
    const isSameFile = isOnThisKernel(holder) && holder.device === String(statSync(folder, { bigint: true }).dev);
    if (answer === "closed" && isSameFile) return { state: "dead", beat, holder };
  }
  return { state: state === "absent" ? "absent" : "silent", beat, holder };
}
