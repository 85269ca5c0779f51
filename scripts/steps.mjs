// Steps shared by `npm run demo` and `npm run check`. They run before anything is installed: Node's own modules only.
import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

const pnpm = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).packageManager;

/** Prints the title of a step, runs it in the project's folder, and exits if it fails. */
export function step(title, command, args, options = {}) {
  console.log(`\n== ${title}`);
  const { status, error, stdout, stderr } = run(command, args, options);
  if (status !== 0) {
    console.error(
      `${String(stdout ?? "")}${String(stderr ?? "")}\n${title}: failed${error ? `: ${error.message}` : ""}`,
    );
    process.exit(status || 1);
  }
}

/**
 * Runs a command in the project's folder and shows its output. On Windows npx is a batch file, which only a shell can run;
 * other commands get no shell, which would split a path at the blank in `C:\\Program Files`.
 */
export function run(command, args, options = {}) {
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", ...options.env };
  return spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32" && command === "npx",
    ...options,
    env,
  });
}

/** Runs pnpm in the version that package.json names; npx downloads it. */
export function pnpmStep(title, args, options) {
  step(title, "npx", ["--yes", pnpm, ...args], options);
}

/** Runs scripts of package.json in parallel, prints the output of each, and returns the titles of those that failed. */
export async function pnpmTogether(scripts) {
  const ends = Object.entries(scripts).map(([title, script]) => {
    const options = { cwd: root, shell: process.platform === "win32", maxBuffer: 2 ** 28 };
    return new Promise((resolve) => {
      execFile("npx", ["--yes", pnpm, "run", script], options, (error, stdout, stderr) => {
        console.log(`\n== ${title}${error ? ": failed" : ""}\n${stdout}${stderr}`);
        resolve(error ? [title] : []);
      });
    });
  });
  return (await Promise.all(ends)).flat();
}

/** Installs dependencies and builds. With `stdio: "pipe"`, the output is shown only on failure. */
export function build(options) {
  pnpmStep("Install", ["install", "--frozen-lockfile"], options);
  pnpmStep("Build", ["run", "build"], options);
}
