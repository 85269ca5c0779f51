import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of real data; it may be missing. */
export const data: string = fileURLToPath(new URL("../../../../shared/data", import.meta.url));

/** One line of modlists.jsonl: the mods that a real player had enabled. */
export interface RealList {
  readonly id: string;
  readonly factorio: string;
  readonly expansion: boolean;
  readonly builtin: readonly string[];
  readonly mods: readonly string[];
}

/** All real lists, in the order of the file. */
export function realLists(): RealList[] {
  const lines = readFileSync(join(data, "modlists.jsonl"), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as RealList);
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
