import { existsSync, readFileSync } from "node:fs";
import {
  ANY_RANGE,
  type ModInfo,
  parseGameVersion,
  parseSha1,
  parseVersion,
  type Requirement,
} from "@factorio-lock/core";
import type { Case } from "./registry.ts";

interface PortalLine {
  readonly name: string;
  readonly releases: readonly {
    readonly version: string;
    readonly file_name: string;
    readonly sha1: string;
    readonly download_url: string;
    readonly released_at: string;
    readonly info_json: { readonly factorio_version: string; readonly dependencies?: readonly string[] };
  }[];
}

interface ModList {
  readonly id: string;
  readonly factorio: string;
  readonly expansion: boolean;
  readonly builtin: readonly string[];
  readonly mods: readonly string[];
}

/** Real mod lists with real releases, where the folder with the data lies next to the repository; else none. */
export function realLists(folder: string): Case[] {
  if (!existsSync(`${folder}/portal.jsonl`)) return [];
  const lines = (file: string): string[] =>
    readFileSync(`${folder}/${file}`, "utf8")
      .split("\n")
      .filter((line) => line !== "");
  const mods = new Map(lines("portal.jsonl").map((line) => toInfo(JSON.parse(line) as PortalLine)));
  return lines("modlists.jsonl").flatMap((line) => {
    const { id, factorio, expansion, builtin, mods: names } = JSON.parse(line) as ModList;
    const game = parseGameVersion(factorio);
    const asked: Requirement = { kind: "range", range: ANY_RANGE };
    const requirements = new Map([...builtin, ...names].map((name) => [name, asked]));
    return game ? [{ name: id, request: { game, expansion, requirements }, mods }] : [];
  });
}

function toInfo({ name, releases }: PortalLine): [string, ModInfo] {
  const read = releases.flatMap((line) => {
    const version = parseVersion(line.version);
    const release = {
      factorioVersion: line.info_json.factorio_version,
      dependencies: line.info_json.dependencies,
      fileName: line.file_name,
      sha1: parseSha1(line.sha1),
      download: line.download_url,
      releasedAt: line.released_at,
    };
    return version ? [{ version, ...release }] : [];
  });
  return [name, { name, releases: read }];
}
