import { isUnreadable, type LockedMod, parseDependency } from "@factorio-lock/core";
import type { ExportedPack } from "./exported-pack.ts";

/**
 * Writes a modpack's bill of materials in the format CycloneDX 1.5. It contains neither a time nor a random
 * number: the same modpack gives the same bytes.
 */
export function cycloneDx({ lockfile, label }: ExportedPack): string {
  const { mods, factorio } = lockfile;
  const root = `modpack:${label.name}@${label.version}`;
  const document = {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": root,
        name: label.name,
        version: label.version,
        description: label.title,
        author: label.author,
        properties: [{ name: "factorio", value: factorio.text }],
      },
    },
    components: [...mods].map(([name, mod]) => component(name, mod)),
    dependencies: [
      { ref: root, dependsOn: [...mods].map(([name, mod]) => refOf(name, mod)) },
      ...[...mods].map(([name, mod]) => ({ ref: refOf(name, mod), dependsOn: dependencyRefs(mod, mods) })),
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function component(name: string, mod: LockedMod): object {
  const base = { type: "library", "bom-ref": refOf(name, mod), name, version: mod.version.text };
  if (mod.kind === "path") return { ...base, description: "A mod of the modpack's own." };
  const page = `https://mods.factorio.com/mod/${encodeURIComponent(name)}`;
  return {
    ...base,
    hashes: [{ alg: "SHA-1", content: mod.sha1 }],
    purl: refOf(name, mod),
    externalReferences: [{ type: "website", url: page }],
  };
}

function refOf(name: string, { version }: LockedMod): string {
  return `pkg:generic/factorio-mod/${encodeURIComponent(name)}@${encodeURIComponent(version.text)}`;
}

function dependencyRefs({ dependencies }: LockedMod, mods: ReadonlyMap<string, LockedMod>): string[] {
  const names = (dependencies ?? []).flatMap((text) => {
    const dependency = parseDependency(text);
    return isUnreadable(dependency) || dependency.kind === "incompatible" ? [] : [dependency.name];
  });
  return [...new Set(names)].sort().flatMap((name) => {
    const mod = mods.get(name);
    return mod ? [refOf(name, mod)] : [];
  });
}
