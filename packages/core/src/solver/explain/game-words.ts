import type { Dependency } from "../../dependency/dependency.ts";
import { setHas } from "../../version/version-set.ts";
import type { ModNode } from "../facts/mod-node.ts";
import type { World } from "../session/world.ts";

/** Words the entries for a builtin mod that has another version, in terms of the game's version. */
export function gameWords(world: World, builtin: ModNode, entries: readonly Dependency[]): string {
  const packed = builtin.packed[0]!;
  const unmet = entries.filter((entry) => entry.constraint && !setHas(entry.versions, packed));
  const game = builtin.name === "base" ? "Factorio" : builtin.name;
  const bound = weakest(unmet);
  return bound === undefined
    ? `another ${game}, but ${gameSays(world, builtin)}`
    : `${game} ${bound}, but ${gameSays(world, builtin)}`;
}

/** The game's version and where it comes from, as a clause. */
function gameSays({ request }: World, { name }: ModNode): string {
  const installed = request.installed?.find((other) => other.name === name)?.version;
  if (installed) return `this game has ${name} ${installed}`;
  return `your mods.yaml says ${name === "base" ? "" : "Factorio "}${request.game.text}`;
}

/** The game that provides the builtin mods: the installed one, or the version. */
export function thisGame({ request }: World): string {
  return request.installed ? "the installed game" : `Factorio ${request.game.text}`;
}

/** The weakest of the constraints, which the others imply; undefined if they ask for different things. */
function weakest(entries: readonly Dependency[]): string | undefined {
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
