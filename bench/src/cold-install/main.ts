// A whole `lock` and `install` of 61 mods of 200 kB from a portal whose every answer takes 40 ms: wall time of the two
// commands with their start-up, cold each time. Usage: node ../test/run.mjs src/cold-install/main.ts [ROUNDS]
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { FileMod } from "../../../test/src/portal-file/read-portal-file.ts";
import { servePortalFile } from "../../../test/src/portal-file/serve-portal-file.ts";
import { removeFolder } from "../../../testing/sandbox.mjs";

const ROUNDS = Number(process.argv[2] ?? 7);
const MODS = 61;
// The program is bundled elsewhere before it runs: the package scripts start it in the folder `bench`.
const command = resolve("../packages/cli/bin/factorio-lock.js");

/** A tree three deep: one mod of the manifest, four below it, fourteen below each of those. */
const names = Array.from({ length: MODS }, (_, at) => `cold-mod-${String(at).padStart(2, "0")}`);
const below = (at: number) =>
  at === 0
    ? [1, 2, 3, 4]
    : at < 5
      ? names.map((_, other) => other).filter((other) => other > 4 && other % 4 === at % 4)
      : [];
const mods: FileMod[] = names.map((name, at) => ({
  name,
  title: name,
  owner: "bench",
  summary: "",
  downloads_count: 0,
  category: "",
  releases: [
    {
      version: "1.0.0",
      file_name: `${name}_1.0.0.zip`,
      download_url: `/download/${name}/${String(at).padStart(24, "0")}`,
      released_at: "2026-01-01T00:00:00.000000Z",
      info_json: {
        factorio_version: "2.0",
        dependencies: ["base >= 2.0", ...below(at).map((other) => `${names[other]} >= 1.0`)],
      },
    },
  ],
}));

const portal = await servePortalFile({ mods, size: 200_000, delay: 40 });
const folder = await mkdtemp(join(tmpdir(), "factorio-lock-bench-"));
const env = {
  ...process.env,
  CI: "",
  HOME: folder,
  FACTORIO_LOCK_PORTAL: portal.url,
  FACTORIO_USERNAME: "bench",
  FACTORIO_TOKEN: "bench-token-of-nobody",
};
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

async function timed(cwd: string, ...args: string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { cwd, env, stdio: "ignore" });
  const code = await new Promise<number | null>((done) => child.once("close", done));
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}`);
  return performance.now() - start;
}

const figures = { bare: [] as number[], install: [] as number[], requests: 0 };
for (let round = 0; round <= ROUNDS; round++) {
  const cwd = join(folder, `round-${round}`);
  await mkdir(cwd);
  await writeFile(join(cwd, "mods.yaml"), `factorio: "2.0"\nmods:\n  ${names[0]}: "*"\n`);
  portal.forget();
  const bare = await timed(cwd, "-e", "0");
  const install = await timed(cwd, command, "install", "--cache-dir", join(cwd, "cache"));
  figures.requests = portal.count();
  // The first round warms the file cache and the compiled form of the program.
  if (round === 0) continue;
  figures.bare.push(bare);
  figures.install.push(install);
}
await portal.close();
await removeFolder(folder);
console.log(
  `${MODS} mods of 200 kB, 40 ms for every request: lock and install ${median(figures.install).toFixed(0)} ms ` +
    `(${figures.requests} requests; node -e 0: ${median(figures.bare).toFixed(0)} ms; medians of ${ROUNDS})`,
);
