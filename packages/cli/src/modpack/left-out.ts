import {
  ageWords,
  candidates,
  parseAge,
  type ResolveRequest,
  rangeHas,
  type Selection,
  youngReleases,
} from "@factorio-lock/core";
import type { Metadata } from "@factorio-lock/portal";
import type { LeftOut } from "../result/change.ts";

/** The releases of selected mods that are newer, but were left out for their age; undefined if there are none. */
export async function leftOutOf(
  request: ResolveRequest,
  { mods }: Selection,
  metadata: Metadata,
): Promise<LeftOut | undefined> {
  const chosen = new Map(mods.map(({ name, release }) => [name, release.version.packed]));
  return countYoung(request, chosen, metadata);
}

/** For a request without a solution: releases of its mods that were left out for their age; undefined if there are none. */
export async function leftOutIn(request: ResolveRequest, metadata: Metadata): Promise<LeftOut | undefined> {
  const asked = [...request.requirements].filter(([, { kind }]) => kind === "range").map(([name]) => name);
  return countYoung(request, new Map(asked.map((name) => [name, -1])), metadata);
}

async function countYoung(
  request: ResolveRequest,
  above: ReadonlyMap<string, number>,
  metadata: Metadata,
): Promise<LeftOut | undefined> {
  const { ageLimit } = request;
  if (!ageLimit) return undefined;
  let releases = 0;
  for (const [name, version] of above) {
    const requirement = request.requirements.get(name);
    if (requirement?.kind === "path") continue;
    const info = await metadata.get(name);
    if (!info) continue;
    const young = candidates({ ...info, releases: youngReleases(request, info) }, request.game.line);
    const fits = (packed: number) =>
      packed > version && (requirement?.kind !== "range" || rangeHas(requirement.range, packed));
    releases += young.filter(({ version: { packed } }) => fits(packed)).length;
  }
  return releases === 0 ? undefined : { olderThan: ageLimit.age.text, releases };
}

/** `3 releases younger than 7 days were left out` */
export function leftOutWords({ releases, olderThan }: LeftOut): string {
  const age = parseAge(olderThan);
  const many = releases === 1 ? "release" : "releases";
  return `${releases} ${many} younger than ${age ? ageWords(age) : olderThan} ${releases === 1 ? "was" : "were"} left out (\`--older-than 0d\` takes ${releases === 1 ? "it" : "them"}).`;
}
