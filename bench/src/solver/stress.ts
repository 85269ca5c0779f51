import type { ModInfo } from "@factorio-lock/core";
import { type Case, release, wants } from "./registry.ts";

/** The cases that stop solvers which only look back one step. */
export function stressCases(): Case[] {
  return [pinnedCore(), risingLib(), incompatible(), vanished(), deep(), manyDependencies()];
}

type Releases = readonly (readonly string[])[];

/** A case whose mods have releases 1.0.0, 2.0.0, …, with these dependencies. */
function build(name: string, wanted: readonly string[], mods: Readonly<Record<string, Releases>>): Case {
  const infos = Object.entries(mods).map(([mod, releases]): [string, ModInfo] => [
    mod,
    { name: mod, releases: releases.map((dependencies, at) => release(mod, `${at + 1}.0.0`, dependencies)) },
  ]);
  return { name, request: wants(Object.fromEntries(wanted.map((mod) => [mod, "*"]))), mods: new Map(infos) };
}

function pinnedCore(): Case {
  const fillers = Array.from({ length: 40 }, (_, at) => `filler-${String(at).padStart(2, "0")}`);
  const six = [1, 2, 3, 4, 5, 6];
  return build("(a) first pins core, last pins others", ["root"], {
    root: [["first", ...fillers, "last"]],
    first: [["core = 1.0"]],
    core: six.map(() => []),
    ...Object.fromEntries(fillers.map((filler) => [filler, six.map(() => ["core"])])),
    last: six.slice(1).map((version) => [`core = ${version}.0`]),
  });
}

function risingLib(): Case {
  const mods = Array.from({ length: 200 }, (_, at) => `mod-${String(at).padStart(3, "0")}`);
  const eight = [1, 2, 3, 4, 5, 6, 7, 8];
  return build("(b) 200 mods, release k needs lib >= k", mods, {
    ...Object.fromEntries(mods.map((mod) => [mod, eight.map((version) => [`lib >= ${version}.0`])])),
    lib: eight.map(() => []),
  });
}

function incompatible(): Case {
  return build("(c) ! forces an older release", ["alpha", "beta"], { alpha: [[], ["! beta"]], beta: [[]] });
}

function vanished(): Case {
  return build("(d) the newest needs a vanished mod", ["alpha"], { alpha: [[], ["gone"]] });
}

function deep(): Case {
  const chain = Array.from({ length: 30 }, (_, at): [string, Releases] => [`step-${at}`, [[`step-${at + 1}`]]]);
  return build("(e) a constraint found 30 steps deep", ["alpha", "omega"], {
    alpha: [[], ["step-0"]],
    ...Object.fromEntries(chain),
    "step-30": [["! omega"]],
    omega: [[]],
  });
}

function manyDependencies(): Case {
  const others = Array.from({ length: 10_000 }, (_, at) => `${at % 2 === 0 ? "?" : "!"} other-${at} >= 1.0`);
  return build("10,000 dependencies on one release", ["alpha"], { alpha: [others] });
}
