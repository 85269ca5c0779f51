import { BLANK, hanging, type Line, line, type Piece, tone } from "../../report/line.ts";
import { table } from "../../report/table.ts";
import type { InfoResult, ReleaseInfo } from "./result.ts";

/** Describes a mod, with its newest release for each game line, or with all releases. */
export function infoLines(mod: InfoResult, allReleases: boolean, width: number): Line[] {
  const lines: Line[] = [line(tone.strong(mod.name), mod.title === mod.name ? "" : `  ${mod.title}`)];
  if (mod.summary !== "") lines.push(hanging(0, mod.summary));
  if (mod.deprecated) lines.push(hanging(0, tone.notice("Its author calls it deprecated: look for its successor.")));
  lines.push(BLANK);
  const facts: (readonly [string, string | null])[] = [
    ["by", mod.owner || null],
    ["category", mod.category],
    ["downloads", mod.downloads > 0 ? String(mod.downloads) : null],
    ["license", mod.license],
    ["homepage", mod.homepage],
    ["source", mod.source],
    ["locked here", mod.locked],
  ];
  for (const [title, value] of facts) if (value !== null) lines.push(hanging(13, tone.faint(title.padEnd(13)), value));
  const shown = allReleases ? mod.releases : newestOfLines(mod.releases);
  if (shown.length === 0) return [...lines, BLANK, line("It has no releases.")];
  const columns = [{ title: "release" }, { title: "factorio" }, { title: "released" }, { title: "needs" }];
  return [...lines, BLANK, ...table(columns, shown.map(row), width)];
}

function newestOfLines(releases: readonly ReleaseInfo[]): ReleaseInfo[] {
  const seen = new Set<string>();
  return releases.filter(({ factorio }) => !seen.has(factorio) && seen.add(factorio));
}

function row({ version, factorio, released, dependencies }: ReleaseInfo): Piece[] {
  return [tone.strong(version), factorio, released.slice(0, 10), dependencies.join(", ")];
}
