// The commands beside what bounds them, in one run, the sides taking turns: a table and plots in bench/results.
// Usage: node ../test/run.mjs src/side-by-side/main.ts [quick | table | growth]
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { plot } from "../solver/plot.ts";
import { bars } from "./bars.ts";
import { openRoom } from "./bench-room.ts";
import { compare, HEAD, lineOf, type Row } from "./comparison.ts";
import { exponent, growths } from "./growth.ts";
import { onDisk, verifying } from "./on-disk.ts";
import { coldInstall, downloading, locking, upgrading } from "./over-network.ts";
import { serving, waiting } from "./serving.ts";
import { solving } from "./solving.ts";

const part = process.argv[2];
const isQuick = part === "quick";
const results = fileURLToPath(new URL("../../results/", import.meta.url));
const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: results }).toString().trim();
const machine = `${availableParallelism()} cores, ${cpus()[0]?.model ?? "unknown"}, node ${process.version}, at ${commit}`;

/** Measures every comparison; the table is printed as it grows. */
async function table(): Promise<void> {
  const room = await openRoom();
  const rows: Row[] = [];
  try {
    console.log(HEAD);
    for (const prepare of [
      () => onDisk(room, isQuick),
      async () => [await verifying(room, isQuick)],
      () => downloading(room, isQuick),
      () => locking(room, isQuick),
      async () => [await coldInstall(room, isQuick)],
      async () => [await upgrading(room, isQuick)],
      async () => solving(isQuick),
      () => serving(room, isQuick),
      async () => (isQuick ? [] : [waiting()]),
    ]) {
      for (const comparison of await prepare()) {
        const row = await compare(comparison);
        console.log(lineOf(row));
        rows.push(row);
      }
    }
  } finally {
    await room.close();
  }
  const name = isQuick ? "quick" : "side-by-side";
  const title = "How much of its target each command takes";
  writeFileSync(join(results, `${name}.svg`), bars(title, rows));
  const text = `# Side by side${isQuick ? ", quickly" : ""}

\`pnpm bench${isQuick ? ":quick" : ""}\`; ${machine}. Medians of rounds in which the sides take turns; milliseconds are those of the clock,
those of resolving are the processor's.

${HEAD}
${rows.map(lineOf).join("\n")}

![${title}](${name}.svg)
`;
  writeFileSync(join(results, `${name}.md`), text);
}

/** Measures and draws how time and memory grow. */
async function growth(): Promise<void> {
  const room = await openRoom();
  const lines: string[] = [];
  try {
    for await (const { by, name, command, points } of growths(room, 3)) {
      const times = points.flatMap(({ x, ms }) => (ms === undefined ? [] : [{ x, y: ms }]));
      const memory = points.map(({ x, mb }) => ({ x, y: mb }));
      const curves = [
        ...(times.length > 0 ? [{ name: "ms beyond those of a bare node", colour: "#1f6feb", points: times }] : []),
        { name: "MB, highest", colour: "#d1242f", points: memory },
      ];
      writeFileSync(join(results, `growth-${name}.svg`), plot(command, by, "ms, MB", curves));
      const of = (curve: typeof memory) => (curve.length > 0 ? exponent(curve).toFixed(2) : "");
      const figures = points.map(
        ({ x, ms, mb }) => `${x}: ${ms === undefined ? "" : `${ms.toFixed(0)} ms, `}${mb.toFixed(0)} MB`,
      );
      const line = `| ${command} | ${by} | ${of(times)} | ${of(memory)} | ${figures.join("; ")} | [plot](growth-${name}.svg) |`;
      console.log(line);
      lines.push(line);
    }
  } finally {
    await room.close();
  }
  const text = `# Growth

\`pnpm bench\`; ${machine}. Time is that beyond a bare node. The exponents are those of the larger half of the points, where
fixed costs weigh less: 1 is linear.

| command | grows with | time | memory | figures | |
| --- | --- | ---: | ---: | --- | --- |
${lines.join("\n")}
`;
  writeFileSync(join(results, "growth.md"), text);
}

mkdirSync(results, { recursive: true });
if (part !== "growth") await table();
if (part === undefined || part === "growth") await growth();
