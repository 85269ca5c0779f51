import { parseGameVersion } from "../../game/game-version.ts";
import type { Requirement } from "../../manifest/manifest.ts";
import { parseRange } from "../../version/range.ts";
import type { ResolveRequest } from "../request.ts";

/** A change of the manifest that a suggested command makes. */
export type Change =
  | { readonly kind: "expansion" }
  | { readonly kind: "factorio"; readonly text: string }
  /** Ask for a mod within a range, in place of what the manifest says of it. */
  | { readonly kind: "range"; readonly name: string; readonly text: string }
  | { readonly kind: "remove"; readonly names: readonly string[] };

/** The request after a change. */
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
      const requirements = new Map<string, Requirement>(request.requirements);
      return { ...request, requirements: requirements.set(change.name, { kind: "range", range }) };
    }
    case "remove": {
      const left = [...request.requirements].filter(([name]) => !change.names.includes(name));
      return { ...request, requirements: new Map(left) };
    }
  }
}

/**
 * The command that makes a change, quoted for every usual shell; undefined where a name cannot be written safely.
 *
 * @example changeCommand({ kind: "range", name: "lamp-lib", text: ">= 1.0.0" }) // factorio-lock add "lamp-lib@>= 1.0.0"
 */
export function changeCommand(change: Change): string | undefined {
  const words = ["factorio-lock", ...changeWords(change)].map(quote);
  return words.includes(undefined) ? undefined : words.join(" ");
}

function changeWords(change: Change): readonly string[] {
  switch (change.kind) {
    case "expansion":
      return ["set", "expansion", "true"];
    case "factorio":
      return ["set", "factorio", change.text];
    case "range":
      return ["add", `${change.name}@${change.text}`];
    case "remove":
      return ["remove", ...change.names];
  }
}

/** Double quotes hold blanks and comparisons together in every shell; other odd characters are not worth the risk. */
function quote(word: string): string | undefined {
  if (/^[A-Za-z0-9_.][A-Za-z0-9_.@-]*$/.test(word)) return word;
  return /^[A-Za-z0-9_.][A-Za-z0-9_.@ <>=*-]*$/.test(word) ? `"${word}"` : undefined;
}
