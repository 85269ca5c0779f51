import type { Dependency } from "../../dependency/dependency.ts";
import { setHas } from "../../version/version-set.ts";
import type { ModNode } from "../mod-node.ts";
import type { World } from "../world.ts";

/** What entries ask of a builtin mod that has another version, in words of the game's version. */
export function gameWords({ request }: World, builtin: ModNode, entries: readonly Dependency[]): string {
  const packed = builtin.packed[0] as number;
  const unmet = entries.filter((entry) => entry.constraint && !setHas(entry.versions, packed));
  const game = builtin.name === "base" ? "Factorio" : builtin.name;
  const says =
    builtin.name === "base" && !request.installed?.some(({ name }) => name === "base")
      ? `your mods.yaml says ${request.game.text}`
      : `this game has ${versionText(builtin, request)}`;
  const bound = mildest(unmet);
  return bound === undefined ? `another ${game}, but ${says}` : `${game} ${bound}, but ${says}`;
}

function versionText(builtin: ModNode, { installed, game }: World["request"]): string {
  return installed?.find(({ name }) => name === builtin.name)?.version ?? game.text;
}

/** The least that all of them ask for; undefined when they ask for different things. */
function mildest(entries: readonly Dependency[]): string | undefined {
  const sorted = entries
    .flatMap(({ constraint }) => (constraint ? [constraint] : []))
    .sort((a, b) => a.version.packed - b.version.packed);
  const operators = new Set(sorted.map(({ operator }) => operator));
  const low = sorted[0];
  const high = sorted.at(-1);
  if (!low || !high) return undefined;
  if ([...operators].every((operator) => operator === ">=" || operator === ">")) {
    return low.operator === ">" ? `newer than ${low.version.text}` : `${low.version.text} or newer`;
  }
  if ([...operators].every((operator) => operator === "<=" || operator === "<")) {
    return high.operator === "<" ? `older than ${high.version.text}` : `${high.version.text} or older`;
  }
  return low.version.packed === high.version.packed && operators.has("=") ? `${low.version.text} exactly` : undefined;
}
