import { resolve } from "node:path";
import { AGE_FORM, type Age, parseAge } from "@factorio-lock/core";
import type { EditOptions } from "../modpack/edit-modpack.ts";
import type { PlaceOptions } from "../modpack/place-options.ts";
import type { NetworkOptions } from "../modpack/services.ts";
import type { SolveOptions } from "../modpack/solve.ts";
import type { Context } from "../project/context.ts";
import { fromHome } from "../project/home-path.ts";
import type { AnyArgs, Args } from "./command.ts";
import { usage } from "./usage.ts";

/** The flags of the way to the network. */
export function networkFlags(context: Context, args: Args): NetworkOptions {
  const given = allOf(args);
  return {
    offline: given.flag("offline"),
    concurrency: numberFlag(given, "concurrency", 1, 64),
    maxArchive: sizeFlag(given, "max-archive"),
    playerData: pathFlag(context, given, "player-data"),
    serverSettings: pathFlag(context, given, "server-settings"),
  };
}

/** The flags of everything that resolves. */
export function solveFlags(context: Context, args: Args): SolveOptions {
  const given = allOf(args);
  return {
    ...networkFlags(context, args),
    recommended: !given.flag("no-recommended"),
    olderThan: ageFlag(given, "older-than"),
    game: pathFlag(context, given, "game"),
  };
}

/** The flags of everything that changes the mod directory. */
export function placeFlags(context: Context, args: Args): PlaceOptions {
  const given = allOf(args);
  return {
    ...networkFlags(context, args),
    copy: given.flag("copy"),
    prune: given.flag("prune"),
    noWait: given.flag("no-wait"),
    dryRun: given.flag("dry-run"),
  };
}

/** The flags of everything that edits the manifest. */
export function editFlags(context: Context, args: Args): EditOptions {
  const given = allOf(args);
  return {
    ...solveFlags(context, args),
    ...placeFlags(context, args),
    noInstall: given.flag("no-install"),
    noLock: given.flag("no-lock"),
  };
}

/** The flags of whichever command: one that it does not declare was not given. */
function allOf(args: Args): AnyArgs {
  return args as AnyArgs;
}

/** A path given on the command line: relative to the current folder, or from the user's home where it begins with `~`. */
export function pathFlag<Name extends string>(
  context: Context,
  args: Args<never, Name>,
  name: Name,
): string | undefined {
  const given = args.text(name);
  return given === undefined ? undefined : resolve(context.cwd, fromHome(given, context.home));
}

/** @throws FactorioLockError USAGE when it is no whole number between the bounds. */
export function numberFlag<Name extends string>(
  args: Args<never, Name>,
  name: Name,
  least: number,
  most: number,
): number | undefined {
  const given = args.text(name);
  if (given === undefined) return undefined;
  const number = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (!(number >= least && number <= most)) {
    throw usage(`--${name} is a whole number from ${least} to ${most}, not "${given}".`);
  }
  return number;
}

/** @throws FactorioLockError USAGE when it is no age. */
function ageFlag<Name extends string>(args: Args<never, Name>, name: Name): Age | undefined {
  const given = args.text(name);
  if (given === undefined) return undefined;
  const age = parseAge(given);
  if (!age) throw usage(`--${name} is ${AGE_FORM}, not "${given}".`);
  return age;
}

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: 2 ** 30,
};

/**
 * A number of bytes: `500MB`, `1.5 GiB`, `2000000`.
 *
 * @throws FactorioLockError USAGE when it is none.
 */
export function sizeFlag<Name extends string>(args: Args<never, Name>, name: Name): number | undefined {
  const given = args.text(name);
  if (given === undefined) return undefined;
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?(|[kmg]i?)b?$/i.exec(given.trim());
  const bytes = match ? Math.floor(Number(match[1]) * (UNITS[(match[2] as string).toLowerCase()] as number)) : 0;
  if (!(bytes >= 1 && Number.isSafeInteger(bytes))) {
    throw usage(`--${name} is a size such as 500MB or 3GiB, not "${given}".`);
  }
  return bytes;
}
