import { listOf } from "@factorio-lock/core";
import { leftOutWords } from "../modpack/left-out.ts";
import type { ChangeResult, DirectoryPart, ModChange } from "../result/change.ts";
import { formatBytes } from "./amount.ts";
import { codePieces } from "./failure.ts";
import { count, hanging, type Line, line, tone } from "./line.ts";
import type { Page } from "./page.ts";

/** The page of a change: one line per mod on stdout, with the plan for a dry run; the summary on stderr. */
export function changePage(result: ChangeResult & { readonly directory?: DirectoryPart }): Page {
  const { directory, dryRun } = result;
  const moved = result.mods.filter(({ change }) => change !== "unchanged").map(changeLine);
  const remarks = [lockfileLine(result), ...heldLines(result), ...leftOutLines(result)];
  if (!directory) return { out: moved, remarks };
  if (dryRun) return { out: [...moved, ...plannedLines(directory, result.downloaded?.files ?? 0)], remarks };
  return { out: moved, remarks: [...remarks, ...placedLines(result, directory)] };
}

/** The maximum number of held mods that are named; the others are counted. */
const MAX_HELD = 5;

/** `b 1.0.0 is held below 2.0.9 by too-old.` */
function heldLines({ heldBack = [] }: ChangeResult): Line[] {
  const lines = heldBack.slice(0, MAX_HELD).map(({ name, version, newest, by }) => {
    const blockers = by.length > 0 ? ` by ${listOf(by)}` : "";
    return hanging(2, tone.strong(name), ` ${version} is held below ${newest}${blockers}.`);
  });
  const rest = heldBack.length - lines.length;
  if (rest > 0) lines.push(line(`${count(rest, "more mod")} held back; \`factorio-lock outdated\` says why.`));
  return lines;
}

/** `3 releases younger than 7 days were left out (…).` */
function leftOutLines({ leftOut }: Pick<ChangeResult, "leftOut">): Line[] {
  return leftOut ? [hanging(0, ...codePieces(leftOutWords(leftOut)))] : [];
}

/** `+ flib 0.16.5`, `~ jetpack 0.4.1 → 0.4.3`, `- old-mod 1.0.0` */
export function changeLine({ name, version, change, from }: ModChange): Line {
  if (change === "added") return hanging(2, tone.good("+"), " ", tone.strong(name), ` ${version}`);
  if (change === "removed") return hanging(2, tone.bad("-"), " ", tone.strong(name), ` ${version}`);
  if (change === "updated") return hanging(2, tone.notice("~"), " ", tone.strong(name), ` ${from} → ${version}`);
  return hanging(2, "  ", name, ` ${version}`);
}

function lockfileLine({ lockfile, dryRun, mods }: ChangeResult): Line {
  const locked = mods.filter(({ change }) => change !== "removed").length;
  if (!lockfile.changed) return line(`${lockfile.path} is up to date with ${count(locked, "mod")}.`);
  return line(
    dryRun
      ? `${lockfile.path} would change; nothing was written.`
      : `Wrote ${lockfile.path} with ${count(locked, "mod")}.`,
  );
}

function placedLines({ downloaded, reused, warnings }: ChangeResult, directory: DirectoryPart): Line[] {
  const { path, kept, placed, removed, setAside, asideFolder, settingsChanged } = directory;
  const lines: Line[] = [];
  const idle = placed.length + removed.length + setAside.length === 0;
  if (idle) lines.push(line(`${path}/ has them all in place: ${count(kept, "mod")}.`));
  else {
    const fetched = downloaded?.files
      ? `${count(downloaded.files, "archive")} downloaded (${formatBytes(downloaded.bytes)})`
      : "nothing downloaded";
    const again = `${count(reused?.files ?? 0, "archive")} reused`;
    lines.push(
      hanging(
        2,
        `${path}/ now holds ${count(kept + placed.length, "mod")}: ${fetched}, ${again}, ${removed.length} removed.`,
      ),
    );
  }
  if (idle) lines.push(...modListLines(directory, new Set(warnings.map(({ mod }) => mod))));
  if (settingsChanged) lines.push(line(`${path}/mod-settings.dat now has the settings of mods.yaml.`));
  if (setAside.length > 0) lines.push(hanging(2, `Moved to ${asideFolder}/: ${setAside.join(", ")}.`));
  else if (asideFolder !== undefined) lines.push(line(`What was replaced is in ${asideFolder}/.`));
  return lines;
}

/** The lines about a repaired mod list if all mods were in place; mods in `reported` are reported elsewhere. */
function modListLines(
  { path, modList, enabled, disabled }: DirectoryPart,
  reported: ReadonlySet<string | undefined>,
): Line[] {
  if (modList === "same") return [];
  const file = `${path}/mod-list.json`;
  if (modList === "new") return [line(`Wrote ${file}, which was missing.`)];
  if (modList === "repaired") return [line(`Wrote ${file}, which could not be read.`)];
  const off = disabled.filter((name) => !reported.has(name));
  const lines = [
    ...(enabled.length > 0 ? [hanging(2, `Switched on in ${file}: ${enabled.join(", ")}.`)] : []),
    ...(off.length > 0 ? [hanging(2, `Switched off in ${file}: ${off.join(", ")}.`)] : []),
  ];
  return lines.length > 0 ? lines : [line(`${file} is as locked again.`)];
}

function plannedLines(plan: DirectoryPart, downloads: number): Line[] {
  const part = (title: string, names: readonly string[]) =>
    names.length > 0 ? [hanging(4, tone.faint(`  ${title}: `), names.join(", "))] : [];
  const lines = [
    ...(plan.kept > 0 ? [hanging(4, tone.faint("  keep: "), count(plan.kept, "mod"))] : []),
    ...(downloads > 0 ? [hanging(4, tone.faint("  download: "), count(downloads, "archive"))] : []),
    ...part("place", plan.placed),
    ...part("remove", plan.removed),
    ...part("set aside", plan.setAside),
    ...part("enable", plan.enabled),
    ...part("disable", plan.disabled),
    ...part("change settings", plan.settingsChanged ? ["mod-settings.dat"] : []),
  ];
  return lines.length > 0 ? [line(`In ${plan.path}/:`), ...lines] : [line(`In ${plan.path}/: nothing to do.`)];
}
