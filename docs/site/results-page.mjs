// The page of what was measured: bench/results, as `pnpm bench` writes it.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const PARTS = ["side-by-side.md", "answers.md", "growth.md"];

/** The page, from docs/; its pictures stay where they are. */
export async function resultsPage(root) {
  const folder = join(root, "bench", "results");
  const texts = [];
  for (const part of PARTS) {
    if (existsSync(join(folder, part))) texts.push(await readFile(join(folder, part), "utf8"));
  }
  const parts = texts.map((text) =>
    text.replace(/^# /m, "## ").replaceAll(/\]\(([\w-]+\.svg)\)/g, "](../bench/results/$1)"),
  );
  const head = "# What was measured\n\nHow, and beside what: [Benchmarks](benchmarks.md).";
  return `${[head, ...(parts.length > 0 ? parts : ["`pnpm bench` was not run for this site."])].join("\n\n")}\n`;
}
