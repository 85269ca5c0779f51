import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the real data, which are no part of the project. */
export const REAL_DATA: string = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));

/** Whether the real data are there. */
export const hasRealData: boolean = ["portal.jsonl", "modlists.jsonl"].every((file) =>
  existsSync(join(REAL_DATA, file)),
);

/** A line of modlists.jsonl: the mods that a real player had enabled. */
export interface RealList {
  readonly id: string;
  readonly factorio: string;
  readonly expansion: boolean;
  readonly builtin: readonly string[];
  readonly mods: readonly string[];
}

/** All real lists, in the order of the file; none where the data are not there. */
export function readRealLists(): RealList[] {
  return hasRealData ? readLines<RealList>("modlists.jsonl") : [];
}

/** A file of the real data, which has a value on each line. */
export function readLines<T>(file: string): T[] {
  const lines = readFileSync(join(REAL_DATA, file), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as T);
}

/** A manifest that asks for any release of every mod of a list. */
export function manifestOf(list: RealList): string {
  const mods = [...list.builtin.filter((name) => name !== "base"), ...list.mods];
  return [
    `factorio: "${list.factorio}"`,
    `expansion: ${list.expansion}`,
    "mods:",
    ...mods.map((name) => `  ${JSON.stringify(name)}: "*"`),
    "",
  ].join("\n");
}
