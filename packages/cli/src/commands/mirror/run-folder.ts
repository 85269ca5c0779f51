import { resolve } from "node:path";
import type { Runner } from "../../command/command.ts";
import { networkFlags } from "../../command/read-flags.ts";
import { heldFailure } from "../../modpack/held-failure.ts";
import { formatBytes } from "../../report/amount.ts";
import { hintLine } from "../../report/failure.ts";
import { BLANK, count, line, tone } from "../../report/line.ts";
import type { MIRROR_ADD, MIRROR_EXPORT, MIRROR_PRUNE } from "./command.ts";
import { mirrorAdd, mirrorExport, mirrorPrune } from "./mirror-folder.ts";

/** A path as a shell reads it. */
function shellWord(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

export const add: Runner<typeof MIRROR_ADD> = async (context, args) => {
  const [folder = "", ...lockfiles] = args.words;
  const data = await mirrorAdd(context, resolve(context.cwd, folder), lockfiles, networkFlags(context, args));
  const { added, present, downloaded } = data;
  const fetched = `${count(downloaded.files, "archive")} downloaded (${formatBytes(downloaded.bytes)})`;
  const remarks = [line(`${count(added.length, "archive")} added, ${present} there already; ${fetched}.`)];
  return { data, page: { out: added.map((file) => line(tone.good("+"), ` ${file}`)), remarks } };
};

export const prune: Runner<typeof MIRROR_PRUNE> = async (context, args) => {
  const [folder = "", ...lockfiles] = args.words;
  const data = await mirrorPrune(context, resolve(context.cwd, folder), lockfiles, args.flag("dry-run"));
  const { removed, kept } = data;
  const bytes = formatBytes(removed.reduce((sum, archive) => sum + archive.bytes, 0));
  const did = args.flag("dry-run") ? "would be deleted" : "deleted";
  const remarks = [line(`${count(removed.length, "archive")} ${did} (${bytes}), ${kept} kept.`)];
  return {
    data,
    page: { out: removed.map(({ file }) => line(tone.bad("-"), ` ${file}`)), remarks },
    ...heldFailure(data.held),
  };
};

export const exported: Runner<typeof MIRROR_EXPORT> = async (context, args) => {
  const [folder = "", out = ""] = args.words;
  const data = await mirrorExport(
    context,
    resolve(context.cwd, folder),
    resolve(context.cwd, out),
    args.text("listen"),
  );
  const wrote = line(
    `Wrote ${count(data.releases, "release")} of ${count(data.mods, "mod")} to `,
    tone.strong(data.out),
    ".",
  );
  return {
    data,
    page: { out: [wrote], remarks: [BLANK, hintLine(`\`nginx -p ${shellWord(data.out)} -c nginx.conf\` serves it.`)] },
  };
};
