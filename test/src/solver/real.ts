import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  ANY_RANGE,
  type GameVersion,
  type ModInfo,
  parseGameVersion,
  parseSha1,
  type Release,
  type Requirement,
  readVersion,
} from "@factorio-lock/core";
import type { Case, Registry } from "./case.ts";

const DATA = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));

/** Whether the real data are there: they are no part of the project. */
export const hasRealData: boolean = existsSync(`${DATA}portal.jsonl`) && existsSync(`${DATA}modlists.jsonl`);

/** A real mod list: what somebody played with. */
export interface RealList {
  readonly id: string;
  readonly factorio: string;
  readonly expansion: boolean;
  readonly builtin: readonly string[];
  readonly mods: readonly string[];
}

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

export function readRealLists(): RealList[] {
  return readLines<RealList>("modlists.jsonl");
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
  const any: Requirement = { kind: "range", range: ANY_RANGE };
  return {
    request: {
      game: parseGameVersion(list.factorio) as GameVersion,
      expansion: list.expansion,
      requirements: new Map([...list.mods, ...list.builtin].map((name) => [name, any])),
    },
    registry,
  };
}

function readRelease(release: RealMod["releases"][number]): Release[] {
  const version = readVersion(release.version);
  if (!version) return [];
  return [
    {
      version,
      factorioVersion: release.info_json.factorio_version,
      dependencies: release.info_json.dependencies,
      fileName: release.file_name,
      sha1: parseSha1(release.sha1),
      download: release.download_url,
      releasedAt: release.released_at,
    },
  ];
}

function readLines<T>(file: string): T[] {
  const lines = readFileSync(`${DATA}${file}`, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as T);
}
