import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * @typedef {object} Library
 * @property {string} name
 * @property {string} version
 * @property {string} [license] as its package.json names it
 * @property {string} [text] the text of its licence, if the package contains one
 */

/**
 * Finds the libraries that bundles contain copies of, by name.
 *
 * @param metafiles esbuild's metafile of each bundle, with the files that went into it
 * @param {string} folder the folder that their paths are relative to
 * @returns {Promise<Library[]>}
 */
export async function bundledLibraries(metafiles, folder) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const packages = new Set(inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []));
  const found = new Map();
  for (const at of packages) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, at, "package.json"), "utf8"));
    const file = (await readdir(join(folder, at))).find((entry) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(entry));
    if (file === undefined && license === undefined) throw new Error(`${name} has no licence`);
    const text = file && (await readFile(join(folder, at, file), "utf8")).trim();
    found.set(`${name} ${version}`, { name, version, license, text });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, library]) => library);
}
