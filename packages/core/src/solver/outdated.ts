import { FactorioLockError } from "../error.ts";
import type { Lockfile } from "../lockfile/lockfile.ts";
import { ageWords } from "../mod/age.ts";
import { compareNames } from "../mod/mod-name.ts";
import type { ModInfo, Release } from "../mod/release.ts";
import { compareVersions, type Version } from "../version/version.ts";
import { attempt, findAnswer } from "./answer/attempt.ts";
import { neededMods } from "./answer/needed.ts";
import { assumed } from "./answer/recommend.ts";
import { narrate } from "./explain/narrate.ts";
import { unsatisfiableCore } from "./explain/unsatisfiable-core.ts";
import type { Present } from "./facts/cycles.ts";
import type { ModNode } from "./facts/mod-node.ts";
import { noSolution } from "./failure.ts";
import { decisionOrder } from "./request/order.ts";
import type { ModInfoSource, ResolveRequest } from "./request/request.ts";
import { youngReleases } from "./request/too-young.ts";
import { sentence, versionOf } from "./request/words.ts";
import { makeBudget } from "./search/budget.ts";
import { restart } from "./search/search.ts";
import type { SolveOptions } from "./search/turns.ts";
import { go, know, nodeOf, openSession, type Session } from "./session/session.ts";

/** The most steps for each question about a mod. */
const BUDGET = 50_000;

/** A locked mod that has a newer release. */
export interface OutdatedMod {
  readonly name: string;
  /** The locked version. */
  readonly current: Version;
  /**
   * The newest version with which the manifest still has an answer, which is what `update NAME` moves to. Undefined if
   * there is none.
   */
  readonly newestFitting: Version | undefined;
  /** The newest version on the portal, for any game. */
  readonly newest: Version;
  /** Sentences on why the newest version does not fit; empty if it fits. */
  readonly heldBackBy: readonly string[];
}

/**
 * Finds the locked mods that have newer releases, in name order, and what holds each of them back.
 *
 * @throws FactorioLockError as `resolve` does.
 */
export async function outdated(
  request: ResolveRequest,
  lockfile: Lockfile,
  source: ModInfoSource,
  options: SolveOptions = {},
): Promise<OutdatedMod[]> {
  const session = await openSession(request, source, options);
  const answer = await findAnswer(session, decisionOrder(request));
  if ("cause" in answer) {
    const { failureOf } = await import("./explain-failure.ts");
    throw noSolution(await failureOf(session, answer, source));
  }
  const names = [...lockfile.mods].flatMap(([name, { kind }]) => (kind === "release" ? [name] : [])).sort(compareNames);
  await know(session, names);
  const found: OutdatedMod[] = [];
  for (const name of names) {
    const newest = newestRelease(session.reader.info(name))?.version;
    const current = (lockfile.mods.get(name) as { version: Version }).version;
    if (!newest || compareVersions(newest, current) <= 0) continue;
    const newestFitting =
      (await newestDemanded(session, name)) ?? (await newestUpdated(request, name, source, options));
    const fits = newestFitting !== undefined && compareVersions(newestFitting, newest) === 0;
    found.push({
      name,
      current,
      newestFitting,
      newest,
      heldBackBy: fits ? [] : await reasonsAgainst(session, name, newest),
    });
  }
  return found;
}

function newestRelease(info: ModInfo | undefined): Release | undefined {
  return [...(info?.releases ?? [])].sort((a, b) => compareVersions(a.version, b.version)).at(-1);
}

/** The newest version of a mod with which the request has an answer; undefined if the answer does not need the mod. */
async function newestDemanded(session: Session, name: string): Promise<Version | undefined> {
  const node = nodeOf(session, name);
  const { search } = session;
  const locked = search.preferred[node.id]!;
  search.preferred[node.id] = -1;
  const present = (await firstAnswer(session, node)) ?? (await firstAnswer(session));
  search.preferred[node.id] = locked;
  const chosen = present?.find((mod) => mod.node === node);
  return chosen && node.releases[chosen.state - 1]?.version;
}

/** The version to which `update` moves a mod that is present only because another one recommends it. */
async function newestUpdated(
  request: ResolveRequest,
  name: string,
  source: ModInfoSource,
  options: SolveOptions,
): Promise<Version | undefined> {
  const asked = { ...request, update: [name], budget: BUDGET };
  const updated = await attempt(asked, source, options).catch((error: unknown) => {
    if (error instanceof FactorioLockError && error.code === "TOO_HARD") return undefined;
    throw error;
  });
  if (updated?.kind !== "solved") return undefined;
  return updated.selection.mods.find((mod) => mod.name === name)?.release.version;
}

/**
 * The first answer when `first` is decided before all other mods; undefined if there is none or it does not need that
 * mod.
 */
async function firstAnswer(session: Session, first?: ModNode): Promise<readonly Present[] | undefined> {
  const { search } = session;
  search.budget = makeBudget(BUDGET);
  restart(search, [], [...(first ? [first.id] : []), ...usualOrder(session)]);
  const state = await go(session);
  if (state.kind !== "solved") return undefined;
  const isNeeded = !first || neededMods(session, state.present).has(first.name);
  return isNeeded ? state.present : undefined;
}

/** Explains why the newest release of a mod does not fit. */
async function reasonsAgainst(session: Session, name: string, newest: Version): Promise<readonly string[]> {
  const node = nodeOf(session, name);
  const { game, ageLimit } = session.world.request;
  const release = session.reader.info(name)?.releases.find(({ version }) => version.packed === newest.packed);
  const held: string[] = [];
  const isYoung = release && ageLimit && youngReleases(session.world.request, { name, releases: [release] }).length > 0;
  if (isYoung) held.push(sentence(`${name} ${newest.text} is younger than ${ageWords(ageLimit.age)}`));
  else if (!node.packed.includes(newest.packed)) {
    const made = `${name} ${newest.text} is made for Factorio ${release?.factorioVersion}, your mods.yaml says ${game.text}`;
    held.push(
      sentence(release?.sha1 === undefined ? `the mod portal gives no checksum for ${name} ${newest.text}` : made),
    );
  }
  if (node.size === 0) return held;
  session.search.budget = makeBudget(BUDGET);
  restart(session.search, [assumed(node, node.size, "wanted")], usualOrder(session));
  const state = await go(session);
  const last = versionOf(node, node.size).text;
  switch (state.kind) {
    case "refused":
      return [...held, ...narrate(await unsatisfiableCore(session, state.proof)).lines];
    case "too-hard":
      return [...held, sentence(`whether ${name} ${last} fits was not found out within the step budget`)];
    case "solved":
      return held.length > 0 ? held : [sentence(`no mod that works with ${name} ${last} needs it`)];
    case "unsolvable":
      return held;
  }
}

function usualOrder(session: Session): number[] {
  return ["base", ...decisionOrder(session.world.request)].map((name) => nodeOf(session, name).id);
}
