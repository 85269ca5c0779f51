import type { Runner } from "../../command/command.ts";
import { heldFailure } from "../../modpack/held-failure.ts";
import { formatBytes } from "../../report/amount.ts";
import { count, type Line, line, tone, whole } from "../../report/line.ts";
import { cacheClean, cacheDir, cachePrune, cacheSize, cacheVerify } from "./cache.ts";
import type { CACHE_CLEAN, CACHE_DIR, CACHE_PRUNE, CACHE_SIZE, CACHE_VERIFY } from "./command.ts";
import type { CacheSwept } from "./result.ts";

export const dir: Runner<typeof CACHE_DIR> = async (context) => {
  const data = cacheDir(context);
  return { data, page: { out: [whole(data.directory)] } };
};

export const size: Runner<typeof CACHE_SIZE> = async (context) => {
  const data = await cacheSize(context);
  const out = [line(tone.strong(formatBytes(data.bytes)), ` in ${count(data.archives, "archive")}`)];
  if (data.partials > 0) {
    out.push(line(`${formatBytes(data.partialBytes)} in ${count(data.partials, "interrupted download")}`));
  }
  return { data, page: { out } };
};

export const prune: Runner<typeof CACHE_PRUNE> = async (context, args) => {
  const data = await cachePrune(context, args.words);
  return { data, page: { out: [sweptLine(data)] }, ...heldFailure(data.held) };
};

export const verify: Runner<typeof CACHE_VERIFY> = async (context) => {
  const data = await cacheVerify(context);
  const bad = data.damaged.map((sha1) => line(tone.bad("damaged"), ` ${sha1}, deleted`));
  const hashed = `${count(data.checked, "archive")} hashed (${formatBytes(data.bytes)})`;
  const sum = line(`${hashed}, ${data.damaged.length} damaged.`);
  return { data, page: { out: bad, remarks: [sum] }, ...heldFailure(data.held) };
};

export const clean: Runner<typeof CACHE_CLEAN> = async (context) => {
  const data = await cacheClean(context);
  return { data, page: { out: [sweptLine(data)] }, ...heldFailure(data.held) };
};

function sweptLine({ archives, partials, bytes }: CacheSwept): Line {
  const parts = partials > 0 ? ` and ${count(partials, "interrupted download")}` : "";
  return line(`Deleted ${count(archives, "archive")}${parts}: ${formatBytes(bytes)}.`);
}
