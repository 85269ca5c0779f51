import { compareNames } from "../../mod/mod-name.ts";
import type { Release } from "../../mod/release.ts";
import type { ModNode } from "../facts/mod-node.ts";
import type { ResolveRequest } from "./request.ts";

/** The names of the mods that the manifest asks for, in name order. */
export function requestedNames({ requirements }: ResolveRequest): string[] {
  return [...requirements].flatMap(([name, { kind }]) => (kind === "refused" ? [] : [name])).sort(compareNames);
}

/** Whether the command line asks for the mod and the manifest on disk does not. */
export function isJustAsked({ justAsked }: ResolveRequest, name: string): boolean {
  return justAsked?.includes(name) === true;
}

/** Whether `update NAME…` names the mod. Source: docs/rules.md, R11. */
export function isNamedByUpdate({ update }: ResolveRequest, name: string): boolean {
  return update !== "all" && update?.includes(name) === true;
}

/**
 * A mod's locked release if it is preferred; undefined if there is none or `update` frees the mod. Source:
 * docs/rules.md, R11.
 */
export function preferredLock(request: ResolveRequest, name: string): Release | undefined {
  return request.update === "all" || isNamedByUpdate(request, name) ? undefined : request.locked?.get(name);
}

/** The state of the preferred locked release; -1 if there is none. */
export function preferredState(request: ResolveRequest, { name, packed }: ModNode): number {
  const locked = preferredLock(request, name);
  const at = locked ? packed.indexOf(locked.version.packed) : -1;
  return at < 0 ? -1 : at + 1;
}

/**
 * The mods that are decided first: those named by `update`, then the manifest's mods with a locked release, then its
 * other mods, each group in name order. Source: docs/rules.md, R10, R11.
 */
export function decisionOrder(request: ResolveRequest): string[] {
  const requested = requestedNames(request);
  const named = request.update === "all" ? [] : [...new Set(request.update)].sort(compareNames);
  const locked = requested.filter((name) => preferredLock(request, name));
  return [...new Set([...named, ...locked, ...requested])];
}
