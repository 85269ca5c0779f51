import { statSync } from "node:fs";
import { basename, extname } from "node:path";
import {
  FactorioLockError,
  graphDot,
  graphMermaid,
  graphSvg,
  heldGraph,
  type Lockfile,
  loadOrderGraph,
  lockGraph,
  type ModGraph,
  type ModInfo,
  parseManifest,
} from "@factorio-lock/core";
import { writeNamedFile } from "@factorio-lock/disk";
import { demandLocked } from "../../modpack/demand-locked.ts";
import { withMetadata } from "../../modpack/services.ts";
import type { SolveOptions } from "../../modpack/solve.ts";
import { networkPlace } from "../../project/admit.ts";
import type { Context } from "../../project/context.ts";
import { demandLock } from "../../project/lock.ts";
import { displayPath, LOCKFILE_NAME, lockedPlace, MANIFEST_NAME, type Place } from "../../project/place.ts";
import { openProject } from "../../project/project.ts";
import { readText } from "../../project/read-text.ts";
import type { GraphFormat } from "./formats.ts";
import { graphPage } from "./graph-page.ts";
import type { GraphResult } from "./result.ts";
import { whyNot } from "./why-not.ts";

/** Options of `graph`. At most one of `loadOrder`, `heldBack` and `whyNot`. */
export interface GraphOptions extends SolveOptions {
  /** Draw only these mods and their neighbours. Default: all mods. */
  readonly mods?: readonly string[] | undefined;
  /** Default: by the ending of `file`, else svg. */
  readonly format?: GraphFormat | undefined;
  /** The file to write. Absolute. Default: the text is in the result. */
  readonly file?: string | undefined;
  /** Also optional and recommended dependencies. */
  readonly optional?: boolean | undefined;
  /** The maximum number of steps from `mods`. */
  readonly depth?: number | undefined;
  readonly loadOrder?: boolean | undefined;
  readonly heldBack?: boolean | undefined;
  /** `MOD`, `MOD@RANGE` or `MOD >= VERSION`. */
  readonly whyNot?: string | undefined;
}

/**
 * Draws the locked mods. Only `heldBack` and `whyNot` need the portal.
 *
 * @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID; MOD_NOT_FOUND for a mod that is not locked; USAGE for
 *   questions that exclude each other, and a file that is the modpack's own; what resolving throws.
 */
export async function graph(context: Context, options: GraphOptions = {}): Promise<GraphResult> {
  const { mods = [], file } = options;
  const questions = [mods.length > 0, options.loadOrder, options.heldBack, options.whyNot !== undefined];
  if (questions.filter(Boolean).length > 1) {
    throw new FactorioLockError("USAGE", "MOD, --load-order, --held-back and --why-not are pictures of their own.", {
      hint: "ask for one of them.",
    });
  }
  if (file !== undefined) refuseTarget(file);
  const format = options.format ?? formatOf(file);
  const place = await lockedPlace(context);
  const { title, picture } = await draw(context, place, options);
  const text = await printPicture(picture, format, title);
  if (file === undefined) return { format, title, graph: picture, file: null, text };
  await writeNamedFile(file, text);
  return { format, title, graph: picture, file: displayPath(context.cwd, file), text: null };
}

interface TitledPicture {
  readonly title: string;
  readonly picture: ModGraph;
}

async function draw(context: Context, place: Place, options: GraphOptions): Promise<TitledPicture> {
  const { mods = [], optional = false, depth } = options;
  if (options.whyNot !== undefined) return whyNot(context, options.whyNot, options);
  const { lockfile } = await demandLock(place);
  const name = await nameOf(place);
  if (options.heldBack)
    return { title: `What holds what back in ${name}`, picture: await drawHeldBack(context, lockfile, options) };
  if (options.loadOrder) return { title: `The load order of ${name}`, picture: loadOrderGraph(lockfile) };
  for (const mod of mods) await demandLocked(place, lockfile, mod);
  const picture = lockGraph(lockfile, { optional, around: mods, ...(depth === undefined ? {} : { depth }) });
  const game = `Factorio ${lockfile.factorio.text}`;
  const title = mods.length > 0 ? `${mods.join(", ")} in ${name}` : `${name}: ${lockfile.mods.size} mods for ${game}`;
  return { title, picture };
}

/** The modpack's name in its manifest, else the name of its folder. A manifest that cannot be read is ignored. */
async function nameOf({ root, manifestPath }: Place): Promise<string> {
  try {
    const text = await readText(manifestPath, "MANIFEST_INVALID");
    const pack = text === undefined ? undefined : parseManifest(text, MANIFEST_NAME).pack;
    return pack?.title ?? pack?.name ?? basename(root);
  } catch {
    return basename(root);
  }
}

async function drawHeldBack(context: Context, lockfile: Lockfile, options: SolveOptions): Promise<ModGraph> {
  const project = await openProject(context);
  const { manifest } = project;
  const network = { ...options, ...networkPlace(context, project), line: manifest.factorio.line };
  return withMetadata(context, network, async (metadata) => {
    const names = [...lockfile.mods].flatMap(([name, { kind }]) => (kind === "release" ? [name] : []));
    await metadata.refresh(names);
    metadata.prefetch(names);
    const known = new Map<string, ModInfo | undefined>();
    for (const name of names) known.set(name, await metadata.get(name));
    return heldGraph(lockfile, manifest.mods, (name) => known.get(name));
  });
}

async function printPicture(picture: ModGraph, format: GraphFormat, title: string): Promise<string> {
  switch (format) {
    case "svg":
      return graphSvg(picture, title);
    case "html":
      return graphPage(picture, title);
    case "mermaid":
      return graphMermaid(picture, title);
    case "dot":
      return graphDot(picture, title);
    case "json":
      return `${JSON.stringify({ title, ...picture }, null, 2)}\n`;
  }
}

const ENDINGS: Readonly<Record<string, GraphFormat>> = {
  ".html": "html",
  ".htm": "html",
  ".mmd": "mermaid",
  ".mermaid": "mermaid",
  ".md": "mermaid",
  ".dot": "dot",
  ".gv": "dot",
  ".json": "json",
};

function formatOf(file: string | undefined): GraphFormat {
  return ENDINGS[extname(file ?? "").toLowerCase()] ?? "svg";
}

/** @throws FactorioLockError USAGE if the picture would replace mods.yaml, mods.lock or a folder. */
function refuseTarget(file: string): void {
  if (basename(file) === MANIFEST_NAME || basename(file) === LOCKFILE_NAME) {
    throw new FactorioLockError("USAGE", `${basename(file)} is a file of factorio-lock's own.`, {
      hint: "name another file.",
    });
  }
  if (!statSync(file, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new FactorioLockError("USAGE", `${file} is a folder.`, { hint: "name the file that is to be written." });
}
