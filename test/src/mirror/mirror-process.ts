import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const RUN = fileURLToPath(new URL("../../run.mjs", import.meta.url));
const SERVE = fileURLToPath(new URL("./serve.ts", import.meta.url));

/** A mirror in a process of its own. */
export interface MirrorProcess {
  readonly url: string;
  /** Milliseconds from the call of `startMirror` to its answer. */
  readonly started: number;
  readonly pid: number;
  /** Sends a signal and waits for the end. */
  stop(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
}

/** Starts a mirror of a folder in another process, from the packages' sources. */
export async function spawnMirror(directory: string, port = 0, upstream?: string): Promise<MirrorProcess> {
  const rest = upstream === undefined ? [] : [upstream];
  const child: ChildProcess = spawn(process.execPath, [RUN, SERVE, directory, String(port), ...rest], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let text = "";
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("\n")) resolve(text);
    });
    child.once("exit", (code) => reject(new Error(`the mirror ended with ${code}`)));
  });
  const { url, started } = JSON.parse(line) as { url: string; started: number };
  return {
    url,
    started,
    pid: child.pid ?? 0,
    async stop(signal) {
      child.kill(signal);
      await ended;
    },
  };
}
