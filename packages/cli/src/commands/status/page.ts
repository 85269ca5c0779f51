import { BLANK, count, hanging, type Line, line, type Piece, tone } from "../../report/line.ts";
import type { Page } from "../../report/page.ts";
import type { StatusResult } from "./result.ts";

/** The state of a modpack in about ten lines. */
export function statusPage(state: StatusResult): Page {
  const { name, factorio, expansion, mods, next } = state;
  const game = `Factorio ${factorio}${expansion ? " with Space Age" : ""}`;
  const out: Line[] = [
    line(tone.strong(name), tone.faint(`  ${game}, ${count(mods, "mod")}`)),
    BLANK,
    row("Lockfile", ...lockWords(state)),
    row("Mods", ...directoryWords(state)),
    row("Newer", ...newerWords(state)),
    row("Game", gameWords(state)),
    BLANK,
    ...next.map((command) =>
      hanging(
        4,
        "  ",
        tone.code(command),
        tone.faint(`${" ".repeat(Math.max(2, 26 - command.length))}${WORDS[command] ?? ""}`),
      ),
    ),
  ];
  return { out };
}

const WORDS: Readonly<Record<string, string>> = {
  "factorio-lock trust": "allow this modpack to use its mod directory",
  "factorio-lock install": "lock and install",
  "factorio-lock update": "move to newer releases",
  "factorio-lock launch": "start the game with these mods",
  "factorio-lock outdated": "what could be newer, and what holds it back",
  "factorio-lock add MOD": "add a mod",
  "factorio-lock --help": "all commands",
};

function row(word: string, ...pieces: readonly Piece[]): Line {
  return hanging(12, `  ${word.padEnd(10)}`, ...pieces);
}

function gameWords({ game, lock }: StatusResult): Piece {
  if (game !== null) return tone.good(`Factorio ${game}`);
  return lock === "missing" ? tone.faint("chosen once there is a mods.lock") : tone.notice("none found here that fits");
}

function lockWords({ lock, reasons }: StatusResult): Piece[] {
  switch (lock) {
    case "fresh":
      return [tone.good("up to date")];
    case "missing":
      return [tone.notice("not written yet")];
    case "conflicted":
      return [tone.bad("holds both sides of a git conflict")];
    case "stale":
      return [
        tone.notice("out of date"),
        `: ${reasons[0]}${reasons.length > 1 ? ` And ${reasons.length - 1} more.` : ""}`,
      ];
  }
}

function directoryWords({ directory, lock }: StatusResult): Piece[] {
  const { path, there, wanted, allowed } = directory;
  if (!allowed) return [tone.notice("not allowed here"), `: the modpack wants ${path}`];
  if (lock === "missing") return [tone.notice("not installed")];
  if (there === wanted) return [tone.good("installed"), ` in ${path}`];
  return [tone.notice(there === 0 ? "not installed" : `${wanted - there} of ${wanted} missing`), ` in ${path}`];
}

/** The most names that are listed; the others are only counted. */
const MOST_NAMES = 3;

function newerWords({ newer, keptOut, lock }: StatusResult): Piece[] {
  if (lock === "missing") return [tone.faint("unknown")];
  if (newer.length === 0 && keptOut.length > 0) return [`${count(keptOut.length, "mod")} kept back by mods.yaml`];
  if (newer.length === 0) return ["nothing known; ", tone.code("factorio-lock outdated"), " asks"];
  const more = newer.length - MOST_NAMES;
  const names = newer.slice(0, more > 0 ? MOST_NAMES : newer.length).join(", ");
  return [tone.notice(count(newer.length, "newer release")), `: ${names}${more > 0 ? ` and ${more} more` : ""}`];
}
