// Programs that the actions call: by their arguments, never through a shell.
import { spawnSync } from "node:child_process";

/** Runs a program in a folder. What it says of itself goes to the log. */
export function call(program, args, { cwd, env = process.env, quiet = false } = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 256 << 20,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (error) throw new Error(`${program} cannot be started: ${error.message}`);
  if (!quiet && stderr) log(stderr);
  return { status, stdout, stderr };
}

/** Shows a text in the log. The runner would obey a line of it that begins with two colons: until our word it obeys none. */
function log(text) {
  const word = crypto.randomUUID();
  process.stderr.write(`::stop-commands::${word}\n${text.trimEnd()}\n::${word}::\n`);
}

/** As `call`, and another exit code than 0 is an error. */
export function demand(program, args, options) {
  const { status, stdout, stderr } = call(program, args, { ...options, quiet: true });
  if (status !== 0) throw new Error(`${program} ${args[0]} ended with ${status}: ${stderr.trim()}`);
  return stdout;
}

/** Runs factorio-lock, and reads its document. */
export function factorioLock(args, options) {
  const { status, stdout } = call("factorio-lock", [...args, "--json"], { ...options, quiet: true });
  return { status, document: JSON.parse(stdout) };
}
