import { formatLine, lineServes, parseGameVersion } from "../../game/game-version.ts";
import { BUILTIN_NAMES, compareNames } from "../../mod/mod-name.ts";
import { formatPacked, unpack } from "../../version/version.ts";
import type { Knot } from "../explain/knot.ts";
import type { Incompatibility } from "../incompatibility.ts";
import { entriesAbout } from "../mentions.ts";
import type { ModNode } from "../mod-node.ts";
import { requestedNames } from "../order.ts";
import type { Session } from "../session.ts";
import type { Change } from "./change.ts";

/** Changes that may mend a request, judging by why it has no answer; the gentlest first. None is checked. */
export function ideas({ session, facts, asked }: Knot): Change[] {
  const { request } = session.world;
  const nodes = nodesOf(session, facts);
  const found: Change[] = [];
  if (nodes.some(({ origin }) => origin === "no-expansion")) found.push({ kind: "expansion" });
  for (const text of gameVersions(session, facts, nodes)) found.push({ kind: "factorio", text });
  for (const { name, origin } of nodes) {
    if (origin === "refused" && name !== "base") found.push({ kind: "range", name, text: "*" });
  }
  if (facts.some(({ cause }) => cause.kind === "refused")) found.push({ kind: "remove", names: ["base"] });
  for (const name of asked) {
    const requirement = request.requirements.get(name);
    if (requirement?.kind === "range" && requirement.range.text !== "*") found.push({ kind: "range", name, text: "*" });
  }
  for (const name of asked) found.push({ kind: "remove", names: [name] });
  return found;
}

/** Every mod that the facts are about. */
function nodesOf(session: Session, facts: readonly Incompatibility[]): ModNode[] {
  const found = new Set<ModNode>();
  for (const { terms, cause } of facts) {
    for (const { mod } of terms) found.add(session.search.nodes[mod] as ModNode);
    if (cause.kind === "dependency") found.add(cause.edge.to);
  }
  return [...found].sort((a, b) => compareNames(a.name, b.name));
}

/** Game versions that some fact speaks of, and for which everything that the manifest asks for has releases. */
function gameVersions(session: Session, facts: readonly Incompatibility[], nodes: readonly ModNode[]): string[] {
  const { world, reader } = session;
  const { game } = world.request;
  const packed = new Set<number>();
  for (const { cause } of facts) {
    if (cause.kind !== "dependency" || !BUILTIN_NAMES.includes(cause.edge.to.name)) continue;
    for (const { constraint } of entriesAbout(cause.edge.from.mentions, cause.edge.to.name)) {
      if (!constraint) continue;
      const { operator, version } = constraint;
      packed.add(version.packed + (operator === ">" ? 1 : operator === "<" ? -1 : 0));
    }
  }
  const exact = [...packed].filter((version) => version >= 0).sort((a, b) => a - b);
  const lines = nodes.flatMap(({ name, origin }) => {
    if (origin !== "portal") return [];
    return (reader.info(name)?.releases ?? []).flatMap((release) => parseGameVersion(release.factorioVersion) ?? []);
  });
  const sorted = [...lines].sort((a, b) => b.packed - a.packed).map(({ line }) => formatLine(line));
  const wanted = exact.map((version) => {
    const text = formatPacked(version);
    return unpack(version)[2] === 65_535 ? text.replace(/\.\d+$/, "") : text;
  });
  return [...new Set([...wanted, ...sorted])].filter((text) => text !== game.text && isServed(session, text));
}

/** Whether every mod of the portal that the manifest asks for has some release for the game version. */
function isServed({ world, reader }: Session, text: string): boolean {
  const line = parseGameVersion(text)?.line;
  return requestedNames(world.request).every((name) => {
    const info = reader.info(name);
    return !info || (line && info.releases.some(({ factorioVersion }) => lineServes(factorioVersion, line)));
  });
}
