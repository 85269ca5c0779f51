import type { ModInfo, Release, Requirement, Sha1 } from "@factorio-lock/core";
import { type RealList, readLines } from "../real-lists/real-list.ts";
import type { Case, Registry } from "./case.ts";
import { readGame, readRequirement } from "./notation.ts";
import { numberOf } from "./rules/number-of.ts";

interface RealMod {
  readonly name: string;
  readonly releases: readonly {
    readonly version: string;
    readonly file_name: string;
    readonly download_url: string;
    readonly released_at: string;
    readonly sha1: string;
    readonly info_json: { readonly factorio_version: string; readonly dependencies?: readonly string[] };
  }[];
}

/** The snapshot of the portal as a registry; releases whose version cannot be read are left out. */
export function readRealRegistry(): Registry {
  return new Map(
    readLines<RealMod>("portal.jsonl").map(({ name, releases }): [string, ModInfo] => [
      name,
      { name, releases: releases.flatMap(readRelease) },
    ]),
  );
}

/** A list as a manifest: each of its mods, at any version. */
export function caseOfList(list: RealList, registry: Registry): Case {
  const any: Requirement = readRequirement("any", "*");
  return {
    request: {
      game: readGame(list.factorio),
      expansion: list.expansion,
      requirements: new Map([...list.mods, ...list.builtin].map((name) => [name, any])),
    },
    registry,
  };
}

function readRelease(release: RealMod["releases"][number]): Release[] {
  const packed = numberOf(release.version);
  if (packed === undefined) return [];
  return [
    {
      version: { text: release.version.trim(), packed },
      factorioVersion: release.info_json.factorio_version,
      dependencies: release.info_json.dependencies,
      fileName: release.file_name,
      sha1: release.sha1 as Sha1,
      download: release.download_url,
      releasedAt: release.released_at,
    },
  ];
}
