import { type KnownStrings, readDependencies } from "../../dependency/read-dependencies.ts";
import { type BuiltinMod, builtinMods } from "../../game/builtins.ts";
import { formatLine, lineServes } from "../../game/game-version.ts";
import { candidates } from "../../mod/candidates.ts";
import { isBuiltin } from "../../mod/mod-name.ts";
import { dependencyStrings, type ModInfo, type Release } from "../../mod/release.ts";
import { compareVersions } from "../../version/version.ts";
import { type NodeFacts, nodeFacts, type Origin } from "../facts/mod-node.ts";
import type { ResolveRequest } from "../request/request.ts";
import { withoutYoung } from "../request/too-young.ts";

/** Everything about mods that a request determines without the portal, and the portal's decoded answers. */
export interface World {
  readonly request: ResolveRequest;
  readonly builtins: ReadonlyMap<string, BuiltinMod>;
  readonly strings: KnownStrings;
  /** The mods that were read from the portal. */
  readonly listed: Map<string, NodeFacts>;
}

/** @param like the world of a request with the same lockfile, whose reading can be used again. */
export function makeWorld(request: ResolveRequest, like?: World): World {
  const sameLine = like && formatLine(like.request.game.line) === formatLine(request.game.line);
  return {
    request,
    builtins: builtinMods(request.game, request.installed),
    strings: like?.strings ?? new Map(),
    // A pinned release is allowed even if it is too young.
    listed: sameLine && !request.ageLimit ? like.listed : new Map(),
  };
}

/** The data of a mod that does not need the portal: a builtin, `path` or refused mod; undefined for others. */
export function localFacts(world: World, name: string): NodeFacts | undefined {
  const { request, builtins } = world;
  const requirement = request.requirements.get(name);
  if (requirement?.kind === "path") {
    const release = request.pathMods?.get(name);
    const fits = release !== undefined && lineServes(release.factorioVersion, request.game.line);
    return releaseFacts(world, name, "path", fits ? [release] : []);
  }
  if (requirement?.kind === "refused" && name !== "base") return releaseFacts(world, name, "refused", []);
  const builtin = builtins.get(name);
  if (!builtin) return isBuiltin(name) ? releaseFacts(world, name, "no-such-builtin", []) : undefined;
  if (name !== "base" && !request.expansion) return releaseFacts(world, name, "no-expansion", []);
  return facts(world, name, "builtin", [builtin], []);
}

/** The data of a mod from the portal's answer, including the locked release if the portal no longer lists it. */
export function portalFacts(world: World, name: string, info: ModInfo | undefined): NodeFacts {
  const known = world.listed.get(name);
  if (known) return known;
  const { line } = world.request.game;
  const fitting = info ? candidates(withoutYoung(world.request, info), line, keptRelease(world.request, name)) : [];
  const withdrawn = withdrawnRelease(world, name, info);
  if (withdrawn) {
    fitting.push(withdrawn);
    fitting.sort((a, b) => compareVersions(a.version, b.version));
  }
  const facts = releaseFacts(world, name, info || withdrawn ? "portal" : "unknown", fitting);
  world.listed.set(name, facts);
  return facts;
}

/**
 * The locked release if it may be chosen although the portal does not list it; undefined otherwise. Source:
 * docs/rules.md, R12.
 */
export function withdrawnRelease(world: World, name: string, info: ModInfo | undefined): Release | undefined {
  const locked = world.request.locked?.get(name);
  if (!locked?.sha1 || !lineServes(locked.factorioVersion, world.request.game.line)) return undefined;
  const listed = info?.releases.some((release) => compareVersions(release.version, locked.version) === 0);
  return listed ? undefined : locked;
}

/**
 * The locked release whose bytes must not change; undefined if `update` names the mod, which accepts new ones. Source:
 * docs/rules.md, R14.
 */
export function keptRelease({ locked, update }: ResolveRequest, name: string): Release | undefined {
  const isNamed = Array.isArray(update) && (update as readonly string[]).includes(name);
  return isNamed ? undefined : locked?.get(name);
}

function releaseFacts(world: World, name: string, origin: Origin, releases: readonly Release[]): NodeFacts {
  const listed = releases.map((release) => ({
    packed: release.version.packed,
    dependencies: dependencyStrings(release),
  }));
  return facts(world, name, origin, listed, releases);
}

function facts(
  { strings }: World,
  name: string,
  origin: Origin,
  listed: readonly Pick<BuiltinMod, "packed" | "dependencies">[],
  releases: readonly Release[],
): NodeFacts {
  const read = listed.map(({ dependencies }) => readDependencies(dependencies, strings));
  return nodeFacts({
    name,
    origin,
    packed: listed.map(({ packed }) => packed),
    dependencies: read.map(({ dependencies }) => dependencies),
    unreadable: read.map(({ unreadable }) => unreadable),
    releases,
  });
}
