import type { ServeOptions } from "@factorio-lock/mirror";
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

/**
 * More mods than places, each of which holds one, or the first two together: no answer, and no short way to see it. Where
 * none could share a place, counting would do.
 */
const guests = (places: number) => count(places + 2).map((guest) => `guest-${guest}`);
const seats = (places: number): WorldMod[] => [
  ...guests(places).map((name, guest) =>
    mod(name, ...count(places).map((place) => [`seat-${place} = ${Math.max(1, guest)}.0`])),
  ),
  ...count(places).map((place) => mod(`seat-${place}`, ...count(places + 1).map(() => []))),
];
const many = (name: string, size: number) => count(size).map((at) => `${name}-${at}`);

/** A mod whose archive takes some time to copy and to hash. */
const padded = (name: string): WorldMod => ({
  name,
  releases: [{ version: "1.0.0", dependencies: [], padding: 300_000 }],
});

const PLACES = 12;

/** Whatever a command may be busy with when somebody presses Ctrl-C. */
export const PHASES: readonly Phase[] = [
  {
    name: "search",
    mods: seats(PLACES),
    wanted: guests(PLACES),
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
      ...many("extra", 20).map((name) => mod(name, guests(PLACES))),
      ...seats(PLACES),
    ],
    wanted: ["pack"],
    args: ["lock"],
    busy: [100, 1500],
    asks: true,
  },
  {
    name: "explanation and suggestions",
    mods: seats(7),
    wanted: guests(7),
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
    later: [...many("calm", 10).map((name) => mod(name, [], guests(PLACES))), ...seats(PLACES)],
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
      ...many("extra", 20).map((name) => mod(name, guests(PLACES))),
      ...seats(PLACES),
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
    mods: many("light", 120).map(padded),
    wanted: many("light", 120),
    before: [["install", "--mod-directory", "../elsewhere"]],
    args: ["install", "--copy"],
    busy: [300, 900],
    asks: false,
  },
  {
    name: "verify",
    mods: many("light", 120).map(padded),
    wanted: many("light", 120),
    before: [["install"]],
    args: ["verify"],
    busy: [300, 600],
    asks: false,
  },
];
