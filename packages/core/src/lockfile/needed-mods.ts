import { isDemand } from "../dependency/dependency.ts";
import type { Requirements } from "../manifest/manifest.ts";
import type { PresentMod } from "./present-mods.ts";

/** The present mods that the requirements ask for, and everything that these require or recommend in turn. */
export function neededMods(requirements: Requirements, present: ReadonlyMap<string, PresentMod>): Set<string> {
  const needed = new Set<string>();
  const next = [...requirements].flatMap(([name, { kind }]) => (kind === "refused" ? [] : [name]));
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    const mod = present.get(name);
    if (!mod || needed.has(name)) continue;
    needed.add(name);
    for (const { kind, name: other } of mod.dependencies) {
      if (isDemand(kind) || kind === "recommended") next.push(other);
    }
  }
  return needed;
}
