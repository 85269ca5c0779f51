import type { ModChangelog } from "../result/changelog.ts";
import { BLANK, hanging, type Line, line, tone } from "./line.ts";

/** The maximum number of versions shown; the portal's page of the mod has the rest. */
const MAX_VERSIONS = 12;

/** The changelog of each mod that moved, section by section, the newest version first. */
export function changelogLines(changelogs: readonly ModChangelog[]): Line[] {
  return changelogs.filter(({ sections }) => sections.length > 0).flatMap((changelog) => modLines(changelog));
}

function modLines({ mod, from, to, undone, sections }: ModChangelog): Line[] {
  const lines = [BLANK, line(tone.strong(mod), ` ${from} → ${to}${undone ? ", which undoes" : ""}`)];
  for (const { version, date, categories } of sections.slice(0, MAX_VERSIONS)) {
    lines.push(line("  ", tone.strong(version), tone.faint(date === null ? "" : `  ${date}`)));
    for (const { name, entries } of categories) {
      if (name !== "") lines.push(line(tone.faint(`    ${name}`)));
      for (const entry of entries) {
        const [first = "", ...rest] = entry.split("\n");
        lines.push(hanging(8, `      - ${first}`), ...rest.map((row) => hanging(8, `        ${row}`)));
      }
    }
  }
  const left = sections.length - MAX_VERSIONS;
  if (left > 0) lines.push(line(tone.faint(`  … and ${left} older versions`)));
  return lines;
}
