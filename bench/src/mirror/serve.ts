import { startMirror } from "@factorio-lock/mirror";

/** A mirror in a process of its own: `serve.ts DIRECTORY`. Prints its address, and how long the start took. */
const [, , directory = "."] = process.argv;
const start = performance.now();
const mirror = await startMirror({ directory });
const started = performance.now() - start;
process.stdout.write(`${JSON.stringify({ url: mirror.url, started, memory: process.memoryUsage.rss() })}\n`);
process.once("SIGTERM", () => void mirror.close());
