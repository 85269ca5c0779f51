import { type LockedRelease, lockedModList } from "@factorio-lock/core";
import { formatModList } from "@factorio-lock/game";
import type { ExportedPack } from "./exported-pack.ts";

/**
 * A nix expression that gives the mod directory: each archive by its SHA-1, and `mod-list.json`. No token can stand in a
 * derivation: archives are asked of the user by `requireFile`, or fetched from a mirror that needs no login.
 *
 * @param mirror the address of a mirror
 */
export function nixExpression({ lockfile, label }: ExportedPack, mirror: string | undefined): string {
  const releases = [...lockfile.mods].flatMap(([name, mod]) => (mod.kind === "release" ? [[name, mod] as const] : []));
  return [
    "# Made by `factorio-lock export nix`: the mod directory of a modpack. Build it with `nix-build`.",
    "{ pkgs ? import <nixpkgs> { } }:",
    "let",
    ...(mirror === undefined
      ? [
          "  mod = { name, sha1, page }: pkgs.requireFile {",
          "    inherit name sha1;",
          '    message = "Download ${name} from ${page}, then run: nix-store --add-fixed sha1 ${name}";',
          "  };",
        ]
      : ["  mod = { name, sha1, url }: pkgs.fetchurl { inherit name sha1 url; };"]),
    "in",
    `pkgs.linkFarm ${text(storeName(`${label.name}-${label.version}`))} [`,
    `  { name = "mod-list.json"; path = pkgs.writeText "mod-list.json" ${text(formatModList(lockedModList(lockfile)))}; }`,
    ...releases.map(([name, mod]) => `  { name = ${text(mod.file)}; path = mod { ${fields(name, mod, mirror)} }; }`),
    "]",
    "",
  ].join("\n");
}

function fields(name: string, { file, sha1, download }: LockedRelease, mirror: string | undefined): string {
  const place =
    mirror === undefined
      ? `page = ${text(`https://mods.factorio.com/mod/${encodeURIComponent(name)}`)}`
      : `url = ${text(`${mirror.replace(/\/+$/, "")}${download.split("/").map(encodedOnce).join("/")}`)}`;
  return `name = ${text(storeName(file))}; sha1 = ${text(sha1)}; ${place};`;
}

/** A part of a path that a portal may have encoded already: a mod's name with blanks is `%20` there. */
function encodedOnce(part: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(part));
  } catch {
    return encodeURIComponent(part);
  }
}

/** A name that the nix store can have. */
function storeName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9+._?=-]/g, "-").replace(/^\.+/, "");
}

/** A text in nix, where `${` would begin an expression. */
function text(value: string): string {
  return `"${value.replaceAll(/["\\]/g, "\\$&").replaceAll("${", "\\${").replaceAll("\n", "\\n")}"`;
}
