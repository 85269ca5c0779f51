import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Whether nginx is installed here. */
export const hasNginx: boolean = spawnSync("nginx", ["-v"]).status === 0;

/** A port that nothing listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Starts nginx on an export, whose configuration listens on `port`. */
export async function startNginx(folder: string, port: number): Promise<{ url: string; stop(): Promise<void> }> {
  const arguments_ = ["-p", folder, "-c", path.join(folder, "nginx.conf"), "-g", "daemon off;"];
  const child: ChildProcess = spawn("nginx", arguments_, { stdio: ["ignore", "ignore", "pipe"] });
  let words = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    words += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (tries > 200 || child.exitCode !== null) throw new Error(`nginx did not start: ${words}`);
    await sleep(50);
  }
  return {
    url,
    async stop() {
      child.kill("SIGQUIT");
      const force = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await ended;
      clearTimeout(force);
    },
  };
}
