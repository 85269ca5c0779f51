import type { ServeOptions } from "@factorio-lock/mirror";
import { clausesOf, hardFormula } from "../../../packages/core/testing/formula.ts";
import type { WorldMod } from "../cli/world.ts";

/** A command that is busy with one thing for a while, to be stopped meanwhile. */
export interface Phase {
  readonly name: string;
  readonly mods: readonly WorldMod[];
  /** The names that the manifest asks for. */
  readonly wanted: readonly string[];
  /** Command lines that come before, then what the portal has more of. */
  readonly before?: readonly (readonly string[])[];
  readonly later?: readonly WorldMod[];
  readonly args: readonly string[];
  readonly serving?: ServeOptions;
  /** Milliseconds after the first question to the portal, or after the start where none is asked, in which it is busy. */
  readonly busy: readonly [from: number, to: number];
  readonly asks: boolean;
}

const count = (many: number) => [...Array(many).keys()];
const mod = (name: string, ...releases: readonly (readonly string[])[]): WorldMod => ({
  name,
  releases: releases.map((dependencies, at) => ({ version: `${at + 1}.0.0`, dependencies })),
});

/** Mods of which nobody can soon say whether they can be had together. */
const FORMULA = hardFormula(300);
const CLAUSES = clausesOf(FORMULA);
const formula = [...FORMULA].map(([name, releases]) => mod(name, ...releases));

/** One of which it is soon said that they cannot, but what to do takes longer. */
const SMALLER = hardFormula(60, 2);
const many = (name: string, size: number) => count(size).map((at) => `${name}-${at}`);

/** Whatever a command may be busy with when somebody presses Ctrl-C. */
export const PHASES: readonly Phase[] = [
  {
    name: "search",
    mods: formula,
    wanted: CLAUSES,
    args: ["lock"],
    busy: [100, 1500],
    asks: true,
  },
  {
    name: "recommended mods",
    mods: [
      mod(
        "pack",
        many("extra", 20).map((name) => `+ ${name}`),
      ),
      ...many("extra", 20).map((name) => mod(name, CLAUSES)),
      ...formula,
    ],
    wanted: ["pack"],
    args: ["lock"],
    busy: [100, 1500],
    asks: true,
  },
  {
    name: "explanation and suggestions",
    mods: [...SMALLER].map(([name, releases]) => mod(name, ...releases)),
    wanted: clausesOf(SMALLER),
    args: ["lock"],
    busy: [100, 1000],
    asks: true,
  },
  {
    name: "suggestions",
    mods: many("rival", 40).map((name, at) =>
      mod(
        name,
        many("rival", at).map((other) => `! ${other}`),
      ),
    ),
    wanted: many("rival", 40),
    args: ["lock"],
    busy: [100, 800],
    asks: true,
  },
  {
    name: "outdated",
    mods: many("calm", 10).map((name) => mod(name, [])),
    wanted: many("calm", 10),
    before: [["lock"]],
    later: [...many("calm", 10).map((name) => mod(name, [], CLAUSES)), ...formula],
    args: ["outdated"],
    busy: [100, 1500],
    asks: true,
  },
  {
    name: "optional mods of add",
    mods: [
      mod(
        "host",
        many("extra", 20).map((name) => `? ${name}`),
      ),
      ...many("extra", 20).map((name) => mod(name, CLAUSES)),
      ...formula,
    ],
    wanted: [],
    args: ["add", "host", "--no-install"],
    busy: [200, 1500],
    asks: true,
  },
  {
    name: "download",
    mods: many("heavy", 20).map((name) => ({
      name,
      releases: [{ version: "1.0.0", dependencies: [], padding: 50_000 }],
    })),
    wanted: many("heavy", 20),
    args: ["install"],
    serving: { intercept: (request) => request.url?.includes("/download/heavy-7/") ?? false },
    busy: [200, 1500],
    asks: true,
  },
  {
    name: "install",
    mods: many("light", 120).map((name) => mod(name, [])),
    wanted: many("light", 120),
    before: [["install", "--mod-directory", "../elsewhere"]],
    args: ["install", "--copy"],
    busy: [300, 900],
    asks: false,
  },
  {
    name: "verify",
    mods: many("light", 120).map((name) => mod(name, [])),
    wanted: many("light", 120),
    before: [["install"]],
    args: ["verify"],
    busy: [300, 600],
    asks: false,
  },
];
