import type { ModPack } from "../mod-pack/mod-pack.ts";
import type { ModSource } from "./mod-source.ts";
import { toldSource } from "./told-source.ts";

/**
 * The enabled mods of a mod pack, with its settings.
 *
 * @param path where it came from
 * @param file how that is called beside each mod
 */
export function modPackSource(path: string, file: string, { factorio, mods, settings }: ModPack): ModSource {
  const enabled = mods.filter((mod) => mod.enabled);
  return toldSource({
    kind: "mod-pack",
    path,
    game: factorio,
    mods: enabled.map(({ name, version }) => ({ name, version, told: file })),
    off: mods.filter((mod) => !mod.enabled).map(({ name }) => name),
    settings,
  });
}
