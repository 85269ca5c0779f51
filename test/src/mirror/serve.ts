import { startMirror } from "@factorio-lock/mirror";

/**
 * A mirror in a process of its own: `serve.ts DIRECTORY [PORT] [UPSTREAM]`. Prints one line of JSON: its address, and
 * how many milliseconds the start took.
 */
const [, , directory = ".", port = "0", upstream] = process.argv;
const start = performance.now();
const mirror = await startMirror({ directory, port: Number(port), ...(upstream === undefined ? {} : { upstream }) });
const started = performance.now() - start;
process.stdout.write(`${JSON.stringify({ url: mirror.url, started })}\n`);
process.once("SIGTERM", () => void mirror.close());
