import type { ArgsOf, Runner } from "../../command/command.ts";
import { placeFlags, solveFlags } from "../../command/read-flags.ts";
import { shellCommand } from "../../modpack/suggestion.ts";
import { changePage } from "../../report/change.ts";
import { changelogLines } from "../../report/changelog.ts";
import { codePieces } from "../../report/failure.ts";
import { BLANK, hanging, type Line } from "../../report/line.ts";
import { syncPage } from "../sync/page.ts";
import { sync } from "../sync/sync.ts";
import type { UPDATE } from "./command.ts";
import type { KeptOut } from "./result.ts";
import { followedPack, update } from "./update.ts";

export const run: Runner<typeof UPDATE> = async (context, args) => {
  const isWhole = args.words.length === 0 && args.text("precise") === undefined;
  const solving = solveFlags(context, args);
  const followed = isWhole ? await followedPack(context, solving) : undefined;
  if (followed) {
    const { from, publicOnly } = followed;
    const options = { ...solving, ...placeFlags(context, args), publicOnly, yes: args.flag("yes") };
    const data = await sync(context, from, { ...options, noInstall: args.flag("no-install") });
    return { data, page: syncPage(data) };
  }
  const data = await update(context, args.words, {
    ...solving,
    ...placeFlags(context, args),
    noInstall: args.flag("no-install"),
    noChangelog: args.flag("no-changelog"),
    precise: args.text("precise"),
  });
  const page = changePage(data);
  // What moved comes after the changelogs, so that it is in view at the end.
  const changelogs = changelogLines(data.changelogs);
  const out = changelogs.length > 0 ? [...changelogs, BLANK, ...page.out] : page.out;
  const remarks = [...(page.remarks ?? []), ...keptOutLines(data.keptOut), ...preciseLines(args)];
  return { data, page: { ...page, out, remarks } };
};

/** How many newer releases the manifest leaves out, and what frees them. */
function keptOutLines(keptOut: readonly KeptOut[] = []): Line[] {
  if (keptOut.length === 0) return [];
  const have = keptOut.length > 1 ? "mods have newer releases" : "mod has a newer release";
  const frees = keptOut.some(({ pinned }) => pinned)
    ? `; \`factorio-lock unpin\` frees ${keptOut.length > 1 ? "them" : "it"}`
    : "";
  const text = `${keptOut.length} ${have} that mods.yaml keeps out (\`factorio-lock outdated\` says which${frees}).`;
  return [hanging(0, ...codePieces(text))];
}

/** Says that a mod moved to one version does not stay there by itself. */
function preciseLines(args: ArgsOf<typeof UPDATE>): Line[] {
  const [name] = args.words;
  if (args.text("precise") === undefined || name === undefined) return [];
  const hold = shellCommand(["pin", name]);
  const how = hold === undefined ? "" : `; \`${hold}\` holds it`;
  return [hanging(0, ...codePieces(`The next \`update\` moves ${name} again${how}.`))];
}
