// Runs many command lines with the built bundle in one process: each message is one, the answer what it printed. The bundle
// is loaded as bin/factorio-lock.js loads it.
import { createRequire } from "node:module";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../../packages/cli/bin/", import.meta.url));
const { load } = createRequire(import.meta.url)(`${bin}code-cache.js`);
const { run } = load(fileURLToPath(new URL("../dist/bin", `file://${bin}`)), "main.cjs");

function sink() {
  let text = "";
  return { write: (more) => (text += more), text: () => text };
}

async function answer({ args, cwd, env }) {
  const [stdout, stderr] = [sink(), sink()];
  const { signal } = new AbortController();
  const now = () => performance.now();
  const host = {
    env,
    cwd,
    platform: process.platform,
    home: env.HOME,
    stdin: Readable.from([]),
    stdout,
    stderr,
    now,
    signal,
  };
  const code = await run(args, host);
  process.send({ code, stdout: stdout.text(), stderr: stderr.text() });
}

process.on("message", (task) => void answer(task));
