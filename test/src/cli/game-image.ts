import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The variables that the image sets itself, as its README says. */
const DEFAULTS: Readonly<Record<string, string>> = {
  MODS: "/factorio/mods",
  DLC_SPACE_AGE: "true",
  PUID: "845",
  PGID: "845",
};
const EXPANSION = ["elevated-rails", "quality", "space-age"];

/** A service of a compose file. */
export interface Service {
  readonly image: string;
  readonly entrypoint?: unknown;
  readonly volumes: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** The state in which the image leaves the mod directory when it starts the game. */
export interface Started {
  /** The mod directory on the host. */
  readonly folder: string;
  /** `user:group` that own it. */
  readonly owner: string;
  /** The mods that the game would be asked to have newer, with `UPDATE_MODS_ON_START`. */
  readonly updated: readonly string[];
}

/**
 * Does to the mod directory what the image factoriotools/factorio does before it starts the game, by the rules of its README:
 * `UPDATE_MODS_ON_START`, `UPDATE_IGNORE`, `DLC_SPACE_AGE` (true, false, or names), `MODS`, `PUID` and `PGID`.
 *
 * @param host the folder of the compose file
 */
export async function startImage({ entrypoint, volumes, environment }: Service, host: string): Promise<Started> {
  if (entrypoint !== undefined) throw new Error("another entrypoint has no rules");
  const settings = { ...DEFAULTS, ...environment };
  const mounts = new Map(volumes.map((volume) => [volume.slice(volume.lastIndexOf(":") + 1), volume]));
  const mount = mounts.get(settings["MODS"] ?? "") ?? "";
  const folder = join(host, mount.slice(0, mount.lastIndexOf(":")));
  const path = join(folder, "mod-list.json");
  const text = await readFile(path, "utf8").catch(() => '{"mods":[{"name":"base","enabled":true}]}');
  const { mods } = JSON.parse(text) as { mods: { name: string; enabled: boolean }[] };
  const kept = ["base", ...EXPANSION, ...(settings["UPDATE_IGNORE"] ?? "").split(",")];
  const updated =
    settings["UPDATE_MODS_ON_START"] === "true" ? mods.filter((mod) => mod.enabled && !kept.includes(mod.name)) : [];
  const said = settings["DLC_SPACE_AGE"] ?? "";
  for (const name of EXPANSION) {
    const entry = mods.find((mod) => mod.name === name);
    const isOn = said === "true" || (said !== "false" && said.split(/\s+/).includes(name));
    if (entry) entry.enabled = isOn;
    else if (!isOn) mods.push({ name, enabled: false });
  }
  await writeFile(path, JSON.stringify({ mods }, null, 2));
  return { folder, owner: `${settings["PUID"]}:${settings["PGID"]}`, updated: updated.map(({ name }) => name) };
}
