import {
  formatPacked,
  isUnreadable,
  type ModInfo,
  type Operator,
  parseDependency,
  parseVersion,
  type Release,
  type Requirement,
  type Version,
  type VersionSet,
} from "@factorio-lock/core";
import type { Case } from "./case.ts";
import { withRequest } from "./outcome.ts";

const HIGHEST = 65_535 * 2 ** 32 + 65_535 * 65_536 + 65_535;

const PREFIX = { required: "", unordered: "~ ", optional: "? ", hidden: "(?) ", recommended: "+ ", incompatible: "! " };

const TURNED: Readonly<Record<Operator, Operator>> = { "<": ">", "<=": ">=", "=": "=", ">=": "<=", ">": "<" };

/**
 * The same case with the order of every mod's releases turned round, so that the newest is the oldest. Builtins and the
 * game keep their versions. Selections of the one correspond to selections of the other.
 */
export function mirrored(given: Case): Case {
  const { request, registry } = given;
  const fixed = (name: string) => ["base", "quality", "space-age", "recycler", "elevated-rails"].includes(name);
  const turnVersion = ({ packed }: Version): Version => parseVersion(formatPacked(HIGHEST - packed)) as Version;
  const turnString = (text: string): string => {
    const read = parseDependency(text);
    if (isUnreadable(read) || !read.constraint || fixed(read.name)) return text;
    const { operator, version } = read.constraint;
    return `${PREFIX[read.kind]}${read.name} ${TURNED[operator]} ${turnVersion(version).text}`;
  };
  const turnRelease = (release: Release): Release => ({
    ...release,
    version: turnVersion(release.version),
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
