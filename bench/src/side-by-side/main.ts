// The commands beside what bounds them, in one run, the sides taking turns: a table and plots in bench/results.
// Usage: node ../test/run.mjs src/side-by-side/main.ts [quick | table | answers | growth]
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { validAnswers } from "../peers/valid-answers.ts";
import { plot } from "../solver/plot.ts";
import { bars } from "./bars.ts";
import { openRoom } from "./bench-room.ts";
import { compare, HEAD, lineOf, type Row } from "./comparison.ts";
import { exponent, growths } from "./growth.ts";
import { onDisk, verifying } from "./on-disk.ts";
import { coldInstall, downloading, locking, upgrading } from "./over-network.ts";
import { besidePackageManagers } from "./package-managers.ts";
import { besidePortalPeers } from "./portal-peers.ts";
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
      () => besidePortalPeers(room, isQuick),
      async () => (isQuick ? [] : besidePackageManagers(room)),
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

/** Gives real lists to ourselves and to other programs, and counts the valid answers. */
async function answers(): Promise<void> {
  const room = await openRoom();
  const lines: string[] = [];
  try {
    for await (const { who, valid, refused, wrong } of validAnswers(room)) {
      lines.push(`| ${who} | ${valid} | ${refused} | ${wrong} |`);
      console.log(lines.at(-1));
    }
  } finally {
    await room.close();
  }
  if (lines.length === 0) return;
  const text = `# Answers to real lists

\`pnpm bench\`; ${machine}. The mods of each real list, any release of each, judged by the oracle of the tests
(\`test/src/solver/validity.ts\`), and by a SAT solver where it is said that there is no answer.

| answer of | valid | rightly none | not valid |
| --- | ---: | ---: | ---: |
${lines.join("\n")}
`;
  writeFileSync(join(results, "answers.md"), text);
}

/** Measures and draws how time and memory grow. */
async function growth(): Promise<void> {
  const room = await openRoom();
  const lines: string[] = [];
  const reasons: string[] = [];
  const pictures: string[] = [];
  try {
    for await (const { by, name, command, time = "ms beyond those of a bare node", why, points } of growths(room, 2)) {
      const times = points.map(({ x, ms }) => ({ x, y: ms }));
      const memory = points.flatMap(({ x, mb }) => (mb === undefined ? [] : [{ x, y: mb }]));
      const curves = [
        { name: time, colour: "#1f6feb", points: times },
        ...(memory.length > 0 ? [{ name: "MB, highest", colour: "#d1242f", points: memory }] : []),
      ];
      writeFileSync(join(results, `growth-${name}.svg`), plot(command, by, "ms, MB", curves));
      const exponents = [times, memory].map((curve) => (curve.length > 0 ? exponent(curve) : undefined));
      const figures = points.map(({ x, ms, mb }) => `${x}: ${ms.toFixed(0)} ms${mb ? `, ${mb.toFixed(0)} MB` : ""}`);
      const [ofTime, ofMemory] = exponents.map((value) => value?.toFixed(2) ?? "");
      const line = `| ${command} | ${by} | ${ofTime} | ${ofMemory} | ${figures.join("; ")} |`;
      console.log(line);
      lines.push(line);
      if (exponents.some((value = 0) => value > 1.1))
        reasons.push(`- **${command}** grows faster than in proportion. ${why}`);
      else reasons.push(`- ${command}: ${why}`);
      console.log(reasons.at(-1));
      pictures.push(`![${command}](growth-${name}.svg)`);
    }
  } finally {
    await room.close();
  }
  const text = `# Growth

\`pnpm bench\`; ${machine}. Time is that beyond a bare node, where nothing else is said. The exponents are those of the larger
half of the points, where fixed costs weigh less: 1 is linear.

| command | grows with | time | memory | figures |
| --- | --- | ---: | ---: | --- |
${lines.join("\n")}

${reasons.join("\n")}

${pictures.join("\n\n")}
`;
  writeFileSync(join(results, "growth.md"), text);
}

mkdirSync(results, { recursive: true });
if (part === undefined || part === "table" || isQuick) await table();
if (part === undefined || part === "answers") await answers();
if (part === undefined || part === "growth") await growth();
