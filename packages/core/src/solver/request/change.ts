import { parseGameVersion } from "../../game/game-version.ts";
import type { Requirement } from "../../manifest/manifest.ts";
import { ANY_RANGE, parseRange } from "../../version/range.ts";
import type { ResolveRequest } from "./request.ts";

/** A change to a manifest. A failure carries changes that were checked to help; the command line words them. */
export type Change =
  /** Says that this install has the expansion. */
  | { readonly kind: "expansion" }
  /** Sets another game version, as written in a manifest. */
  | { readonly kind: "factorio"; readonly text: string }
  /** Asks for a mod within a range, in place of the manifest's requirement. */
  | { readonly kind: "range"; readonly name: string; readonly text: string }
  /** Asks for a mod at the newest release that fits. */
  | { readonly kind: "newest"; readonly name: string }
  /** Keeps a mod out. */
  | { readonly kind: "refuse"; readonly name: string }
  /** Disables mods; their requirements are remembered. */
  | { readonly kind: "disable"; readonly names: readonly string[] }
  /** Enables mods again, with their remembered requirements. */
  | { readonly kind: "enable"; readonly names: readonly string[] }
  /** Removes these mods from the manifest. */
  | { readonly kind: "remove"; readonly names: readonly string[] };

/** Applies a change to a request. */
export function applyChange(request: ResolveRequest, change: Change): ResolveRequest {
  switch (change.kind) {
    case "expansion":
      return { ...request, expansion: true };
    case "factorio": {
      const game = parseGameVersion(change.text);
      if (!game) throw new Error(`${change.text} is not a game version`);
      return { ...request, game };
    }
    case "range": {
      const range = parseRange(change.text);
      if ("fault" in range) throw new Error(`${change.text} is not a range`);
      return withRequirement(request, change.name, { kind: "range", range });
    }
    case "newest":
      return withRequirement(request, change.name, { kind: "range", range: ANY_RANGE });
    case "refuse":
      return withRequirement(request, change.name, { kind: "refused" });
    case "disable":
      return change.names.reduce((changed, name) => {
        const requirement = request.requirements.get(name);
        if (requirement === undefined || requirement.kind === "refused") return changed;
        return withRequirement(changed, name, { kind: "refused", remembered: requirement });
      }, request);
    case "enable":
      return change.names.reduce((changed, name) => {
        const requirement = request.requirements.get(name);
        const remembered = requirement?.kind === "refused" ? requirement.remembered : undefined;
        return remembered ? withRequirement(changed, name, remembered) : changed;
      }, request);
    case "remove": {
      const left = [...request.requirements].filter(([name]) => !change.names.includes(name));
      return { ...request, requirements: new Map(left) };
    }
  }
}

function withRequirement(request: ResolveRequest, name: string, requirement: Requirement): ResolveRequest {
  return { ...request, requirements: new Map(request.requirements).set(name, requirement) };
}
