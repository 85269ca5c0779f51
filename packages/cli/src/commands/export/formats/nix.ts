import { type LockedRelease, lockedModList } from "@factorio-lock/core";
import { formatModList } from "@factorio-lock/game";
import type { ExportedPack } from "./exported-pack.ts";

/**
 * A nix expression that builds the mod directory: each archive by its SHA-1, and `mod-list.json`. A derivation must not
 * contain a token, so that `requireFile` asks the user for the archives, or a mirror without login serves them.
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
      : `url = ${text(`${mirror.replace(/\/+$/, "")}${download.split("/").map(encodeOnce).join("/")}`)}`;
  return `name = ${text(storeName(file))}; sha1 = ${text(sha1)}; ${place};`;
}

/** Encodes a path segment that the portal may have encoded already, such as a mod's name with `%20` for a blank. */
function encodeOnce(part: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(part));
  } catch {
    return encodeURIComponent(part);
  }
}

/** The name without the characters that the nix store does not allow. */
function storeName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9+._?=-]/g, "-").replace(/^\.+/, "");
}

/** A nix string literal; `${` is escaped because it would begin an expression. */
function text(value: string): string {
  return `"${value.replaceAll(/["\\]/g, "\\$&").replaceAll("${", "\\${").replaceAll("\n", "\\n")}"`;
}
