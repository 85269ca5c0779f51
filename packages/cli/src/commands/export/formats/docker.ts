import { formatLine } from "@factorio-lock/core";
import type { ExportedPack } from "./exported-pack.ts";

/** The builtin mods that the image switches on or off according to `DLC_SPACE_AGE`. */
const SWITCHED = ["elevated-rails", "quality", "space-age"];

/**
 * A compose file for the image factoriotools/factorio that mounts the mod directory. The image changes mods in two ways: if
 * `UPDATE_MODS_ON_START` is set, which this file never does, and by `DLC_SPACE_AGE`: `true`, the default, enables all
 * three, `false` none, and a list of names those. It also makes `PUID` and `PGID` the owner of the folder; their default,
 * 845, is usually no user of the host.
 * Source: docs/factorio.md, 5, the image's README.
 */
export function composeFile({
  lockfile,
  label,
  modDirectory,
}: ExportedPack & { readonly modDirectory: string }): string {
  const { factorio, builtin, game } = lockfile;
  const on = SWITCHED.filter((name) => builtin.includes(name));
  const isAllOrNone = on.length === 0 || on.length === SWITCHED.length;
  const tag = game?.version.text ?? (factorio.exact ? factorio.text : formatLine(factorio.line));
  return [
    "# Made by `factorio-lock export docker`. Run `factorio-lock install --frozen` here before `docker compose up -d`.",
    "# UPDATE_MODS_ON_START is left out on purpose: the mods are those of mods.lock.",
    "services:",
    "  factorio:",
    `    image: ${JSON.stringify(`factoriotools/factorio:${tag}`)}`,
    `    container_name: ${JSON.stringify(label.name.replaceAll(/[^A-Za-z0-9_-]/g, "-").replace(/^[^A-Za-z0-9]+/, "") || "factorio")}`,
    "    restart: unless-stopped",
    "    ports:",
    '      - "34197:34197/udp"',
    '      - "27015:27015/tcp"',
    "    volumes:",
    '      - "./factorio:/factorio"',
    `      - ${JSON.stringify(`${modDirectory.replaceAll("$", "$$$$")}:/factorio/mods`)}`,
    "    environment:",
    `      DLC_SPACE_AGE: ${JSON.stringify(isAllOrNone ? String(on.length > 0) : on.join(" "))}`,
    "      # The image makes this user and group the owner of both folders. They must be yours (`id -u`, `id -g`), so that you can",
    "      # install the next change.",
    '      PUID: "${PUID:-1000}"',
    '      PGID: "${PGID:-1000}"',
    "",
  ].join("\n");
}
