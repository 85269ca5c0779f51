import { resolve } from "node:path";
import type { Runner } from "../../command/command.ts";
import { networkFlags, pathFlag } from "../../command/read-flags.ts";
import { heldFailure } from "../../modpack/held-failure.ts";
import { formatBytes } from "../../report/amount.ts";
import { hintLine } from "../../report/failure.ts";
import { BLANK, count, line, tone } from "../../report/line.ts";
import type { MIRROR_ADD, MIRROR_EXPORT, MIRROR_PRUNE, MIRROR_PUSH } from "./command.ts";
import { mirrorAdd, mirrorExport, mirrorPrune, mirrorPush } from "./mirror-folder.ts";

/** Quotes a path for a shell. */
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

export const pushed: Runner<typeof MIRROR_PUSH> = async (context, args) => {
  const [folder = "", target = ""] = args.words;
  const dryRun = args.flag("dry-run");
  const remove = args.flag("delete");
  const data = await mirrorPush(context, resolve(context.cwd, folder), target, {
    endpoint: args.text("endpoint"),
    packs: pathFlag(context, args, "packs"),
    archives: !args.flag("no-archives"),
    remove,
    dryRun,
  });
  const { written, bytes, unchanged, stale } = data;
  const did = dryRun ? "would be written" : "written";
  const remarks = [
    line(`${count(written.length, "object")} ${did} (${formatBytes(bytes)}), ${unchanged} there already.`),
  ];
  if (stale.length > 0 && remove) {
    remarks.push(line(`${count(stale.length, "object")} ${dryRun ? "would be deleted" : "deleted"}.`));
  } else if (stale.length > 0) {
    remarks.push(
      line(`${count(stale.length, "object")} of mods that the mirror no longer has: --delete deletes them.`),
    );
  }
  const out = [
    ...written.map((key) => line(tone.good("+"), ` ${key}`)),
    ...(remove ? stale.map((key) => line(tone.bad("-"), ` ${key}`)) : []),
  ];
  return { data, page: { out, remarks } };
};

export const exported: Runner<typeof MIRROR_EXPORT> = async (context, args) => {
  const [folder = "", out = ""] = args.words;
  const data = await mirrorExport(context, resolve(context.cwd, folder), resolve(context.cwd, out), {
    listen: args.text("listen"),
    packs: pathFlag(context, args, "packs"),
    archives: !args.flag("no-archives"),
  });
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
