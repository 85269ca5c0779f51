import type { ModInfo, Release, Requirement, Version, VersionSet } from "@factorio-lock/core";
import type { Case } from "./case.ts";
import { readVersion } from "./notation.ts";
import { withRequest } from "./outcome.ts";
import { isClear, readEntry } from "./rules/entry.ts";
import { SHIPPED } from "./rules/shipped.ts";

const HIGHEST = 65_535 * 2 ** 32 + 65_535 * 65_536 + 65_535;

const TURNED = { "<": ">", "<=": ">=", "=": "=", ">=": "<=", ">": "<" };

/**
 * The same case with the order of every mod's releases turned round, so that the newest is the oldest. Builtins and the
 * game keep their versions. Selections of the one correspond to selections of the other.
 */
export function mirrored(given: Case): Case {
  const { request, registry } = given;
  const fixed = (name: string) => SHIPPED.has(name);
  const turn = (packed: number): Version => readVersion(partsOf(HIGHEST - packed).join("."));
  const turnString = (text: string): string => {
    const read = readEntry(text);
    if (!isClear(read) || !read.bound || fixed(read.name)) return text;
    const { operator, version } = read.bound;
    return `${read.sign} ${read.name} ${TURNED[operator]} ${turn(version).text}`;
  };
  const turnRelease = (release: Release): Release => ({
    ...release,
    version: turn(release.version.packed),
    dependencies: release.dependencies?.map(turnString),
  });
  const turnSet = (set: VersionSet) =>
    set.map(({ low, high }) => ({ low: HIGHEST - high, high: HIGHEST - low })).reverse();
  const turnRequirement = (name: string, said: Requirement): Requirement =>
    said.kind === "range" && !fixed(name)
      ? { kind: "range", range: { text: `mirrored ${said.range.text}`, versions: turnSet(said.range.versions) } }
      : said;
  const turnAll = (releases: ReadonlyMap<string, Release>) =>
    new Map([...releases].map(([name, release]) => [name, turnRelease(release)]));
  const turned: Case = {
    request: {
      ...request,
      requirements: new Map([...request.requirements].map(([name, said]) => [name, turnRequirement(name, said)])),
    },
    registry: new Map(
      [...registry].map(([name, info]): [string, ModInfo] => [
        name,
        { ...info, releases: info.releases.map(turnRelease) },
      ]),
    ),
  };
  return withRequest(turned, {
    ...(request.pathMods && { pathMods: turnAll(request.pathMods) }),
    ...(request.locked && { locked: turnAll(request.locked) }),
  });
}

function partsOf(packed: number): number[] {
  return [Math.floor(packed / 2 ** 32), Math.floor(packed / 2 ** 16) % 2 ** 16, packed % 2 ** 16];
}
