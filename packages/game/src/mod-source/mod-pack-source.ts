import type { ModPack } from "../mod-pack/mod-pack.ts";
import { buildSource } from "./build-source.ts";
import type { ModSource } from "./mod-source.ts";

/**
 * The enabled mods of a mod pack, with its settings.
 *
 * @param path where it came from
 * @param file how that is called next to each mod
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
