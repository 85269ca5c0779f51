import { isDemand } from "../../dependency/dependency.ts";
import type { ModInfo } from "../../mod/release.ts";
import type { NodeFacts } from "../facts/mod-node.ts";
import type { ModInfoSource } from "../request/request.ts";
import { type SolveOptions, takeTurn } from "../search/turns.ts";
import { localFacts, portalFacts, type World } from "./world.ts";

/** Asks a source for mods, and asks ahead for those that will probably be needed. */
export interface Reader {
  /** The prepared data of a mod; throws whatever the source throws. */
  facts(name: string): Promise<NodeFacts>;
  /** The portal's word on a mod that was asked for. */
  info(name: string): ModInfo | undefined;
}

/** How many dependency strings are read before other tasks have their turn. */
const WORK_A_TURN = 5000;

/** The cost of a mod itself, in strings. */
const A_MOD = 10;

/**
 * A reader for one request. On each arrival the names that the newest candidate demands are passed to
 * `source.prefetch`, and so on from there, while nobody waits; a source without `prefetch` has no use for that.
 */
export function makeReader(world: World, source: ModInfoSource, options: SolveOptions = {}): Reader {
  const asked = new Map<string, Promise<NodeFacts>>();
  const infos = new Map<string, ModInfo>();

  const ask = (name: string): Promise<NodeFacts> => {
    let answer = asked.get(name);
    if (!answer) asked.set(name, (answer = load(name)));
    return answer;
  };
  let work = 0;
  /** Others' turn, for which all reading waits. */
  let turn: Promise<void> | undefined;
  const pace = async (size: number): Promise<void> => {
    while (turn) await turn;
    work += size;
    if (work < WORK_A_TURN) return;
    work = 0;
    turn = takeTurn(options).finally(() => {
      turn = undefined;
    });
    await turn;
  };
  const load = async (name: string): Promise<NodeFacts> => {
    const info = await source.get(name);
    const strings = (info?.releases ?? []).reduce((sum, { dependencies = [] }) => sum + 1 + dependencies.length, 0);
    await pace(A_MOD + strings);
    if (info) infos.set(name, info);
    const facts = portalFacts(world, name, info);
    if (source.prefetch) lookAhead(source.prefetch.bind(source), facts);
    return facts;
  };
  const lookAhead = (prefetch: (names: readonly string[]) => void, facts: NodeFacts): void => {
    const names = new Set<string>();
    for (const entry of facts.dependencies.at(-1) ?? []) {
      if (!isDemand(entry.kind) || asked.has(entry.name)) continue;
      if (!localFacts(world, entry.name)) names.add(entry.name);
    }
    if (names.size === 0) return;
    prefetch([...names]);
    // A failure matters only to whoever needs the mod, and shows there.
    for (const name of names) ask(name).catch(() => {});
  };
  return { facts: ask, info: (name) => infos.get(name) };
}
