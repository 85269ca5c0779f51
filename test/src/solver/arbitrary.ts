import fc from "fast-check";
import type { CaseNotation, ReleaseNotation } from "./notation.ts";

/** Mods of our own invention. The last is the library that most of the others lean on. */
const NAMES = ["amber-mill", "birch-rail", "cedar-pump", "dusk-lamp", "elm-loader", "fern-lab", "granite-lib"];

/** Versions in an order that text does not have. */
const VERSIONS = ["0.9.0", "1.0.0", "1.2.0", "1.10.0", "2.0.0"];

type Kinds = readonly (readonly [weight: number, prefix: string])[];

const KINDS: Kinds = [
  [46, ""],
  [18, "? "],
  [8, "(?) "],
  [8, "! "],
  [11, "~ "],
  [9, "+ "],
];

/** Kinds with which recommended mods stand in each other's way. */
const RECOMMENDING: Kinds = [
  [22, ""],
  [12, "? "],
  [10, "! "],
  [16, "~ "],
  [40, "+ "],
];

const OPERATORS: readonly [weight: number, operator: string][] = [
  [34, ""],
  [38, " >= "],
  [8, " = "],
  [9, " < "],
  [6, " <= "],
  [5, " > "],
];

/** Strings that do not name another mod of the registry: builtins, unknown mods, unreadable ones. */
const ODD_STRINGS = [
  "base",
  "base >= 2.0.20",
  "base >= 2.0.40",
  "base < 2.0.50",
  "! base",
  "quality",
  "? quality >= 2.0.0",
  "! quality",
  "+ quality",
  "space-age >= 2.0.20",
  "elevated-rails",
  "recycler",
  "? recycler",
  "+ space-age",
  "ghost-mod",
  "? ghost-mod >= 1.0",
  "! ghost-mod",
  "+ ghost-mod",
  "amber-mill >= x",
  "~ ! birch-rail",
  "? ? birch-rail",
  "! birch-rail >= y",
  "granite-lib >= 1.0 < 2.0",
  "granite-lib => 1.2",
  "granite-lib =< 1.2",
  "granite-lib == 1.10.0",
  "SELF >= 1.0",
  "? SELF < 1.5",
  "! SELF",
];

function weighted<T>(choices: readonly (readonly [number, T])[]): fc.Arbitrary<T> {
  return fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
}

function sometimes<T>(percent: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 100 - percent, arbitrary: fc.constant(undefined) }, { weight: percent, arbitrary });
}

interface DependencyShape {
  readonly prefix: string;
  readonly operator: string;
  /** 0 is the next mod, and so on; the library for `"library"`. */
  readonly target: number | "library";
  /** Where the version lies: relative to the release's own place, or absolute. */
  readonly place: { readonly relative: boolean; readonly at: number };
  readonly odd: string | undefined;
}

const dependencyShape = (kinds: Kinds): fc.Arbitrary<DependencyShape> =>
  fc.record({
    prefix: weighted(kinds),
    operator: weighted(OPERATORS),
    target: fc.oneof(
      { weight: 3, arbitrary: fc.constant("library" as const) },
      { weight: 5, arbitrary: fc.constant(0) },
      { weight: 4, arbitrary: fc.nat({ max: NAMES.length - 1 }) },
    ),
    place: fc.record({ relative: fc.boolean(), at: fc.nat({ max: VERSIONS.length - 1 }) }),
    odd: weighted(
      [[15, undefined as string | undefined], ...ODD_STRINGS.map((text) => [0.06, text] as const)].map(
        ([weight, text]) => [Math.round((weight as number) * 100), text as string | undefined] as const,
      ),
    ),
  });

interface ReleaseShape {
  readonly dependencies: readonly DependencyShape[];
  readonly flaw: "none" | "other line" | "older line text" | "no sha1" | "no key";
}

const releaseShape = (kinds: Kinds): fc.Arbitrary<ReleaseShape> =>
  fc.record({
    dependencies: fc.array(dependencyShape(kinds), { maxLength: 3, size: "max" }),
    flaw: weighted([
      [86, "none"],
      [5, "other line"],
      [3, "older line text"],
      [3, "no sha1"],
      [3, "no key"],
    ] as const),
  });

const requirement = weighted<string | false>([
  [60, "*"],
  [10, ">= 1.0"],
  [6, "< 2.0"],
  [6, "^1.0"],
  [4, "1.0.0 || 2.x"],
  [3, "= 1.2.0"],
  [3, "> 1.10, <= 2.0"],
  [8, false],
]);

const registryShape = (kinds: Kinds) =>
  fc.array(fc.array(releaseShape(kinds), { minLength: 2, maxLength: VERSIONS.length, size: "max" }), {
    minLength: 3,
    size: "max",
    maxLength: NAMES.length,
  });

const place = fc.nat({ max: NAMES.length - 1 });

/** Small cases that are deep, conflicting and cyclic often enough to be worth solving (see arbitrary.test.ts). */
export const caseNotation = casesOf(KINDS);

/** Cases in which many mods are recommended. */
export const recommendingNotation = casesOf(RECOMMENDING);

function casesOf(kinds: Kinds): fc.Arbitrary<CaseNotation> {
  return fc
    .record({
      factorio: weighted([
        [70, "2.0"],
        [20, "2.0.30"],
        [10, "2.1"],
      ] as const),
      expansion: weighted([
        [2, true],
        [1, false],
      ]),
      registry: registryShape(kinds),
      wanted: fc.array(fc.tuple(place, requirement), { minLength: 1, maxLength: 4 }),
      builtin: weighted<string | undefined>([
        [86, undefined],
        [6, "quality"],
        [5, "space-age"],
        [3, "base"],
      ]),
      path: sometimes(8, fc.tuple(place, releaseShape(kinds))),
      lock: sometimes(
        45,
        fc.array(fc.tuple(place, fc.nat({ max: VERSIONS.length - 1 })), { minLength: 1, maxLength: 7 }),
      ),
      update: sometimes(50, fc.array(place, { minLength: 1, maxLength: 2 })),
      updateAll: weighted([
        [9, false],
        [1, true],
      ]),
      recommended: weighted([
        [4, true],
        [1, false],
      ]),
    })
    .map((shape) => {
      const names = [...NAMES.slice(0, shape.registry.length - 1), "granite-lib"];
      const nameAt = (at: number) => names[at % names.length] as string;
      const write = (at: number, index: number, { dependencies, flaw }: ReleaseShape): ReleaseNotation => {
        const needs = dependencies.map((dependency) => writeDependency(dependency, at, index, names));
        if (flaw === "other line") return { needs, factorio: shape.factorio === "2.1" ? "2.0" : "2.1" };
        if (flaw === "older line text") return { needs, factorio: shape.factorio === "2.1" ? "2.1.7" : "2.0.14" };
        if (flaw === "no sha1") return { needs, sha1: false };
        return flaw === "no key" ? null : needs;
      };
      const registry = Object.fromEntries(
        shape.registry.map((releases, at) => [
          nameAt(at),
          Object.fromEntries(releases.map((release, index) => [VERSIONS[index] as string, write(at, index, release)])),
        ]),
      );
      const mods: Record<string, string | false> = Object.fromEntries(
        shape.wanted.map(([at, said]) => [nameAt(at), said]),
      );
      if (shape.builtin) mods[shape.builtin] = "*";
      const path = shape.path && { [nameAt(shape.path[0])]: { "1.5.0": write(shape.path[0], 2, shape.path[1]) } };
      if (shape.path) mods[nameAt(shape.path[0])] = "path";
      const lock = shape.lock?.map(([at, index]) => {
        const name = nameAt(at);
        const version = VERSIONS[index] as string;
        const listed = registry[name]?.[version] !== undefined;
        return [name, listed ? version : { [version]: index % 2 === 0 ? [] : [`granite-lib >= 1.0`] }] as const;
      });
      const update = shape.updateAll ? ("all" as const) : shape.update?.map(nameAt);
      return {
        factorio: shape.factorio,
        expansion: shape.expansion,
        mods,
        registry,
        ...(path && { path }),
        ...(lock && { lock: Object.fromEntries(lock) }),
        ...(update && lock && { update }),
        ...(!shape.recommended && { recommended: false }),
      };
    });
}

function writeDependency(shape: DependencyShape, own: number, index: number, names: readonly string[]): string {
  if (shape.odd !== undefined) return shape.odd.replace("SELF", names[own % names.length] as string);
  const offset = shape.target === "library" ? undefined : shape.target % (names.length - 1);
  const target = offset === undefined ? names.length - 1 : (own + 1 + offset) % names.length;
  const at = shape.place.relative ? index + shape.place.at - 2 : shape.place.at;
  const version = VERSIONS[Math.min(Math.max(at, 0), VERSIONS.length - 1)] as string;
  return `${shape.prefix}${names[target]}${shape.operator === "" ? "" : `${shape.operator}${version}`}`;
}
