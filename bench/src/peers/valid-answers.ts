import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseLockfile, type Release, type Selection } from "@factorio-lock/core";
import { servePortalFile } from "../../../test/src/portal-file/serve-portal-file.ts";
import {
  hasRealData,
  manifestOf,
  REAL_DATA,
  type RealList,
  readRealLists,
} from "../../../test/src/real-lists/real-list.ts";
import type { Case, Registry } from "../../../test/src/solver/case.ts";
import { caseOfList, readRealRegistry } from "../../../test/src/solver/real.ts";
import { encode } from "../../../test/src/solver/sat.ts";
import { violations } from "../../../test/src/solver/validity.ts";
import { worldOf } from "../../../test/src/solver/world.ts";
import { removeFolder } from "../../../testing/sandbox.mjs";
import type { Room } from "../side-by-side/bench-room.ts";
import { openClusterio } from "./clusterio.ts";
import { openFmtk } from "./fmtk.ts";

/** On how many real lists a program's answer is valid. */
export interface AnswerCount {
  readonly who: string;
  readonly valid: number;
  /** Lists of which it said rightly that they have no answer. */
  readonly refused: number;
  readonly wrong: number;
}

/** An answer to a list: the releases by mod name, with the builtin mods; undefined where it was said that there is none. */
type Answer = { readonly mods: ReadonlyMap<string, Release>; readonly builtin: readonly string[] } | undefined;

/** Gives each real list to ourselves and to the peers, and lets the oracle of the tests judge the answers. */
export async function* validAnswers(room: Room): AsyncGenerator<AnswerCount> {
  if (!hasRealData) {
    console.log("the answers to real lists are left out: the lists are not beside the repository");
    return;
  }
  const registry = readRealRegistry();
  const lists = readRealLists();
  const portal = await servePortalFile({ mods: join(REAL_DATA, "portal.jsonl"), size: 1000 });
  const count = async (who: string, answerTo: (list: RealList) => Promise<Answer>): Promise<AnswerCount> => {
    const verdicts: Verdict[] = [];
    for (const list of lists) verdicts.push(judge(caseOfList(list, registry), await answerTo(list)));
    const of = (verdict: Verdict) => verdicts.filter((other) => other === verdict).length;
    return { who, valid: of("valid"), refused: of("refused"), wrong: of("wrong") };
  };
  try {
    yield await count("factorio-lock lock", await ours(room, registry, portal.url));

    const names = [...new Set(lists.flatMap((list) => list.mods))];
    const clusterio = openClusterio(room.folder);
    if (clusterio) {
      const known = await clusterio.releases(names, portal.url);
      yield await count("Clusterio, the last release of each mod for the game line", async (list) =>
        named(registry, list, (name, { fileName }) => {
          const last = known.get(name)?.findLast(([, line]) => line === list.factorio);
          return last?.[0] === fileName;
        }),
      );
    }

    const fmtk = await openFmtk(room.folder);
    if (fmtk) {
      const mods = join(room.folder, "fmtk-lists");
      await mkdir(mods);
      const files = new Set(await fmtk.installed(mods, names, portal.url));
      yield await count("fmtk mods install of each mod, which takes its last release", async (list) =>
        named(registry, list, (name, { version }) => files.has(`${name}_${version.text}.zip`)),
      );
    }
  } finally {
    await portal.close();
  }
}

type Verdict = "valid" | "refused" | "wrong";

function judge(given: Case, answer: Answer): Verdict {
  if (answer === undefined) return encode(worldOf(given)).answer() === undefined ? "refused" : "wrong";
  const { requirements } = given.request;
  const mods = [...answer.mods].map(([name, release]) => ({ name, release, requested: requirements.has(name) }));
  const selection: Selection = {
    mods,
    builtin: answer.builtin,
    minimumFactorio: undefined,
    warnings: [],
    changed: [],
    heldBack: [],
  };
  return violations(given, selection).length === 0 ? "valid" : "wrong";
}

/** The lockfile that the command writes. */
async function ours(room: Room, registry: Registry, portal: string): Promise<(list: RealList) => Promise<Answer>> {
  const pack = await room.project("lists", []);
  const lock = join(pack.folder, "mods.lock");
  return async (list) => {
    await removeFolder(lock);
    await writeFile(join(pack.folder, "mods.yaml"), manifestOf(list));
    const { code } = await pack.run(["lock"], portal, { accepted: [NO_SOLUTION] });
    if (code === NO_SOLUTION) return undefined;
    const lockfile = await parseLockfile(await readFile(lock, "utf8"), "mods.lock");
    const mods = [...lockfile.mods].map(([name, mod]): [string, Release] => {
      const file = mod.kind === "release" ? mod.file : undefined;
      const release = registry.get(name)?.releases.find(({ fileName }) => fileName === file);
      if (!release) throw new Error(`${list.id}: the portal has no ${name} ${mod.version.text}`);
      return [name, release];
    });
    return { mods: new Map(mods), builtin: lockfile.builtin };
  };
}

const NO_SOLUTION = 3;

/** The releases of a peer that takes the mods of the list and no others; the builtin mods are those of the list. */
function named(registry: Registry, list: RealList, takes: (name: string, release: Release) => boolean): Answer {
  const mods = list.mods.flatMap((name): [string, Release][] => {
    const release = registry.get(name)?.releases.find((other) => takes(name, other));
    return release ? [[name, release]] : [];
  });
  return { mods: new Map(mods), builtin: [...new Set(["base", ...list.builtin])].sort() };
}
