import { formatLine } from "@factorio-lock/core";
import type { ExportedPack } from "./exported-pack.ts";

/** The builtin mods that the image switches on or off together, by `DLC_SPACE_AGE`. */
const SWITCHED = ["elevated-rails", "quality", "space-age"];

/**
 * A compose file for the image factoriotools/factorio, with the mod directory of this folder. The image changes mods in two
 * ways: `UPDATE_MODS_ON_START`, which is never set, and `DLC_SPACE_AGE`, which is on if nobody says otherwise. Source:
 * domain.md 5.
 */
export function composeFile({
  lockfile,
  label,
  modDirectory,
}: ExportedPack & { readonly modDirectory: string }): string {
  const { factorio, builtin } = lockfile;
  const on = SWITCHED.filter((name) => builtin.includes(name));
  const isMixed = on.length > 0 && on.length < SWITCHED.length;
  const tag = factorio.exact ? factorio.text : formatLine(factorio.line);
  return [
    "# Made by `factorio-lock export docker`. Run `factorio-lock install --frozen` here before `docker compose up -d`.",
    "# UPDATE_MODS_ON_START is left out on purpose: the mods are those of mods.lock.",
    "services:",
    "  factorio:",
    `    image: ${JSON.stringify(`factoriotools/factorio:${tag}`)}`,
    `    container_name: ${JSON.stringify(label.name.replaceAll(/[^A-Za-z0-9_-]/g, "-").replace(/^[^A-Za-z0-9]+/, "") || "factorio")}`,
    "    restart: unless-stopped",
    ...(isMixed
      ? [
          "    # The image switches Space Age's mods only all on or all off; this set has some of them, so that step is left out.",
          `    entrypoint: ["/bin/sh", "-c", "printf '#!/bin/sh\\n' > /docker-dlc.sh && exec /docker-entrypoint.sh"]`,
        ]
      : []),
    "    ports:",
    '      - "34197:34197/udp"',
    '      - "27015:27015/tcp"',
    "    volumes:",
    '      - "./factorio:/factorio"',
    `      - ${JSON.stringify(`${modDirectory.replaceAll("$", "$$$$")}:/factorio/mods`)}`,
    "    environment:",
    `      DLC_SPACE_AGE: "${on.length === SWITCHED.length}"`,
    "",
  ].join("\n");
}
