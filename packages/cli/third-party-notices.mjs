import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The licences of the libraries that bundles hold copies of, as a text.
 *
 * @param metafiles esbuild's account of each bundle: the files that went into it
 * @param folder what their paths are relative to
 */
export async function thirdPartyNotices(metafiles, folder) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const packages = new Set(inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []));
  const notices = new Map();
  for (const at of packages) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, at, "package.json"), "utf8"));
    const file = (await readdir(join(folder, at))).find((entry) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(entry));
    if (file === undefined && license === undefined) throw new Error(`${name} has no licence`);
    const text = file === undefined ? `Licence: ${license}` : (await readFile(join(folder, at, file), "utf8")).trim();
    notices.set(`${name} ${version}`, text);
  }
  const sorted = [...notices].sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = sorted.map(([title, text]) => `${"-".repeat(80)}\n${title}\n\n${text}\n`);
  return `The executable of factorio-lock holds copies of these libraries.\n\n${parts.join("\n")}`;
}
