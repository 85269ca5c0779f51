import type { Scene } from "../attempt.ts";
import type { Incompatibility, Term } from "../incompatibility.ts";
import { ABSENT, has, isSubset } from "../index-set.ts";
import type { ModNode } from "../mod-node.ts";
import { dependencyWords, linesOf } from "./dependency-words.ts";
import { list, subject, versionOf } from "./words.ts";

/** A fact as a clause, without capital letter and full stop. The one place where facts become words. */
export function factWords(scene: Scene, fact: Incompatibility): string {
  const { cause, terms } = fact;
  const term = terms[0] as Term;
  const node = scene.nodes[term.mod] as ModNode;
  switch (cause.kind) {
    case "manifest":
      return manifestWords(scene, node, term);
    case "refused":
      return `your mods.yaml keeps ${node.name} out`;
    case "always":
      return `the game cannot run without ${node.name}`;
    case "dependency":
      return dependencyWords(scene, cause.edge, fact);
    case "unreadable": {
      const { words } = subject(node, term.set);
      return `${words} has a dependency that cannot be read, "${cause.dependency.text}": ${cause.dependency.fault}`;
    }
    case "self": {
      const { words } = subject(node, term.set);
      return `${words} can never be used: it says "${cause.dependency.text}" of itself`;
    }
    case "cycle": {
      const subjects = terms.map(({ mod, set }) => subject(scene.nodes[mod] as ModNode, set).words);
      const chain = [...cause.names, cause.names[0]].join(" → ");
      return `${list(subjects)} would each have to load before the other: ${chain}`;
    }
    case "learned":
      throw new Error("a conclusion is no fact");
  }
}

function manifestWords({ world, reader }: Scene, node: ModNode, { set }: Term): string {
  const { request } = world;
  const { name } = node;
  const requirement = request.requirements.get(name);
  const text =
    requirement?.kind === "range" && requirement.range.text.trim() !== "*" ? ` ${requirement.range.text}` : "";
  const asks = "your mods.yaml asks for";
  const line = `Factorio ${request.game.text}`;
  switch (node.origin) {
    case "refused":
    case "unknown":
      return `${asks} ${name}`;
    case "no-expansion":
      return `${asks} ${name}, which is part of the Space Age expansion, but says that you do not have it`;
    case "other-line":
      return `${asks} ${name}, which ${line} does not have`;
    case "path":
      return node.size === 0 ? `${asks} your own ${name}, which is not made for ${line}` : `${asks} your own ${name}`;
    case "builtin":
      return has(set, 1) ? `${asks} ${name}${text}, but this game has another version` : `${asks} ${name}`;
    case "portal": {
      if (node.size === 0) {
        const lines = linesOf(reader.info(name));
        const only = lines.length > 0 ? `only for ${list(lines)}` : "it has none at all";
        return `${asks} ${name}, which has no release for ${line} (${only})`;
      }
      if (isSubset([1, node.size], set)) {
        return `${asks} ${name}${text}, but no release for ${line} is in that range: the newest is ${versionOf(node, node.size).text}`;
      }
      return isSubset(set, ABSENT) ? `${asks} ${name}` : `${asks} ${name}${text}`;
    }
  }
}
