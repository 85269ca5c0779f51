import {
  graphSvg,
  lockGraph,
  type ModInfoSource,
  type PackPage,
  packPage,
  parseLockfile,
  parseManifest,
  solve,
  whyNotGraph,
} from "@factorio-lock/core";
import { readQuestion } from "./solve.ts";

/**
 * Why a manifest has no answer, as an SVG; undefined where it has one after all.
 *
 * @throws FactorioLockError TOO_HARD; the signal's reason
 */
export async function whyNotPicture(
  manifestText: string,
  locked: string | undefined,
  source: ModInfoSource,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { request } = await readQuestion(manifestText, locked);
  const solved = await solve(request, source, { signal });
  return solved.kind === "unsolvable" ? graphSvg(whyNotGraph(solved.explanation), "Why not") : undefined;
}

/** The mods of a lockfile and who needs whom, as an SVG. */
export async function lockPicture(lockfileText: string): Promise<string> {
  const lockfile = await parseLockfile(lockfileText, "mods.lock");
  return graphSvg(lockGraph(lockfile), "Who needs whom");
}

/** The page of a modpack, as `factorio-lock export html` writes it, without what the mod portal alone knows. */
export async function packPageOf(manifestText: string, lockfileText: string): Promise<string> {
  const { pack, settings } = parseManifest(manifestText, "mods.yaml");
  const name = pack?.name ?? "modpack";
  const page: Omit<PackPage, "sha256"> = {
    title: pack?.title ?? name,
    name,
    version: pack?.version,
    author: pack?.author,
    lockfile: await parseLockfile(lockfileText, "mods.lock"),
    settings,
    about: () => undefined,
    pageOf: () => undefined,
  };
  // A browser hashes at its leisure, the page wants the hashes at once: the first round says of what.
  const hashes = new Map<string, string>();
  const note = (text: string): string => {
    hashes.set(text, "");
    return "";
  };
  await packPage({ ...page, sha256: note });
  for (const text of hashes.keys()) hashes.set(text, await sha256(text));
  return packPage({ ...page, sha256: (text) => hashes.get(text) ?? "" });
}

/** In base64. */
async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
