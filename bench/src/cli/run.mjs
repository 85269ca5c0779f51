// Start-up: how long commands take next to `node -e 0`, in one run, the commands taking turns. Wall time, median of all runs.
// Usage: node bench/src/cli/run.mjs [RUNS]; the packages must be built.
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeArchive } from "@factorio-lock/game";
import { startMirror } from "@factorio-lock/mirror";
import { run } from "factorio-lock";
import { removeFolder } from "../../../testing/sandbox.mjs";

const RUNS = Number(process.argv[2] ?? 21);
const MODS = 500;
const executable = fileURLToPath(new URL("../../../packages/cli/bin/factorio-lock.js", import.meta.url));

const folder = await mkdtemp(join(tmpdir(), "factorio-lock-bench-"));
const [mirrorFolder, project] = [join(folder, "mirror"), join(folder, "project")];
await mkdir(mirrorFolder);
await mkdir(project);

const names = Array.from({ length: MODS }, (_, at) => `bench-mod-${String(at).padStart(3, "0")}`);
for (const [at, name] of names.entries()) {
  const dependencies = ["base >= 2.0.0", ...(at > 2 ? [`${names[at % 3]} >= 1.0`] : []), "? something-else"];
  const info = { name, version: "1.0.0", title: name, author: "bench", factorio_version: "2.0", dependencies };
  await writeFile(join(mirrorFolder, `${name}_1.0.0.zip`), await makeArchive(info));
}
await writeFile(
  join(project, "mods.yaml"),
  `factorio: "2.0"\nmods:\n${names.map((name) => `  ${name}: "*"\n`).join("")}`,
);

const mirror = await startMirror({ directory: mirrorFolder });
const env = {
  PATH: process.env.PATH,
  HOME: folder,
  FACTORIO_LOCK_PORTAL: mirror.url,
  FACTORIO_USERNAME: "bench",
  FACTORIO_TOKEN: "bench-token",
};
const sink = { write: () => true };
const installed = await run(["install"], {
  env,
  cwd: project,
  platform: process.platform,
  home: folder,
  stdin: process.stdin,
  stdout: sink,
  stderr: process.stderr,
  now: () => performance.now(),
  signal: new AbortController().signal,
});
await mirror.close();
if (installed !== 0) throw new Error(`the install ended with ${installed}`);

const cases = [
  { title: "node -e 0", args: ["-e", "0"] },
  { title: "--version", args: [executable, "--version"], most: 1.25 },
  { title: "--help", args: [executable, "--help"] },
  { title: "list (500 mods)", args: [executable, "list"] },
  { title: "tree (500 mods)", args: [executable, "tree"] },
  { title: "install --frozen (500 mods, nothing to do)", args: [executable, "install", "--frozen"], most: 2.5 },
];
const times = cases.map(() => []);
for (let turn = 0; turn < RUNS; turn += 1) {
  for (const [at, { args, title }] of cases.entries()) {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: project, env });
    times[at].push(performance.now() - start);
    if (status !== 0) throw new Error(`${title} ended with ${status}: ${String(stderr)}`);
  }
}
await removeFolder(folder);

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const base = median(times[0]);
const rows = cases.map(({ title, most }, at) => {
  const time = median(times[at]);
  const wanted = most === undefined ? "overhead ≤ 120 ms" : `≤ ${most} ×`;
  return [
    title,
    `${time.toFixed(0)} ms`,
    `${(time / base).toFixed(2)} ×`,
    `+ ${(time - base).toFixed(0)} ms`,
    at === 0 ? "" : wanted,
  ];
});
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
for (const row of rows)
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
