import { isDemand } from "../../dependency/dependency.ts";
import type { ModInfo } from "../../mod/release.ts";
import type { NodeFacts } from "../facts/mod-node.ts";
import type { ModInfoSource } from "../request/request.ts";
import { type SolveOptions, takeTurn } from "../search/turns.ts";
import { localFacts, portalFacts, type World } from "./world.ts";

/** Reads mods from a source and prefetches those that will probably be needed. */
export interface Reader {
  /** The prepared data of a mod; throws whatever the source throws. */
  facts(name: string): Promise<NodeFacts>;
  /** The source's data on a mod that was read. */
  info(name: string): ModInfo | undefined;
}

/** How many dependency strings are parsed before yielding to other tasks. */
const WORK_A_TURN = 2000;

/** The cost of a mod itself, counted in strings. */
const A_MOD = 10;

/**
 * Creates a reader for one request. When a mod arrives, the names that its newest candidate requires are passed to
 * `source.prefetch`, and so on recursively, without anybody waiting. Nothing is prefetched if the source has no
 * `prefetch`.
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
  /** The current yield to other tasks, which all reading waits for. */
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
    // A failure is reported to the caller that needs the mod.
    for (const name of names) ask(name).catch(() => {});
  };
  return { facts: ask, info: (name) => infos.get(name) };
}
