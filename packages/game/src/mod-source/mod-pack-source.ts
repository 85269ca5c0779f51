import type { ModPack } from "../mod-pack/mod-pack.ts";
import { buildSource } from "./build-source.ts";
import type { ModSource } from "./mod-source.ts";

/**
 * Reads the enabled mods of a mod pack, with its settings.
 *
 * @param path the path or address of the mod pack
 * @param file its name, as the source of each mod
 */
export function modPackSource(path: string, file: string, { factorio, mods, settings }: ModPack): ModSource {
  const enabled = mods.filter((mod) => mod.enabled);
  return buildSource({
    kind: "mod-pack",
    path,
    game: factorio,
    mods: enabled.map(({ name, version }) => ({ name, version, source: file })),
    off: mods.filter((mod) => !mod.enabled).map(({ name }) => name),
    settings,
  });
}
