import { resolve } from "node:path";
import { AGE_FORM, type Age, parseAge } from "@factorio-lock/core";
import type { EditOptions } from "../modpack/edit-modpack.ts";
import type { PlaceOptions } from "../modpack/place-options.ts";
import type { NetworkOptions } from "../modpack/services.ts";
import type { SolveOptions } from "../modpack/solve.ts";
import type { Context } from "../project/context.ts";
import { fromHome } from "../project/home-path.ts";
import type { AnyArgs, Args } from "./command.ts";
import { usageError } from "./usage-error.ts";

/** Reads the flags about the network and the credentials for it. */
export function networkFlags(context: Context, args: Args): NetworkOptions {
  const given = anyArgs(args);
  return {
    offline: given.flag("offline"),
    concurrency: numberFlag(given, "concurrency", 1, 64),
    maxArchive: sizeFlag(given, "max-archive"),
    playerData: pathFlag(context, given, "player-data"),
    serverSettings: pathFlag(context, given, "server-settings"),
  };
}

/** Reads the flags of the commands that resolve. */
export function solveFlags(context: Context, args: Args): SolveOptions {
  const given = anyArgs(args);
  return {
    ...networkFlags(context, args),
    recommended: !given.flag("no-recommended"),
    olderThan: ageFlag(given, "older-than"),
    game: pathFlag(context, given, "game"),
  };
}

/** Reads the flags of the commands that change the mod directory. */
export function placeFlags(context: Context, args: Args): PlaceOptions {
  const given = anyArgs(args);
  return {
    ...networkFlags(context, args),
    copy: given.flag("copy"),
    prune: given.flag("prune"),
    noWait: given.flag("no-wait"),
    dryRun: given.flag("dry-run"),
  };
}

/** Reads the flags of the commands that edit the manifest. */
export function editFlags(context: Context, args: Args): EditOptions {
  const given = anyArgs(args);
  return {
    ...solveFlags(context, args),
    ...placeFlags(context, args),
    noInstall: given.flag("no-install"),
    noLock: given.flag("no-lock"),
  };
}

/** Accepts any flag name: a flag that the command does not declare reads as not given. */
function anyArgs(args: Args): AnyArgs {
  return args as AnyArgs;
}

/** Reads a path: relative to the current folder, or to the user's home if it begins with `~`. Returns it absolute. */
export function pathFlag<Name extends string>(
  context: Context,
  args: Args<never, Name>,
  name: Name,
): string | undefined {
  const given = args.text(name);
  return given === undefined ? undefined : resolve(context.cwd, fromHome(given, context.home));
}

/** @throws FactorioLockError USAGE if the value is not a whole number from `least` to `most`. */
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
    throw usageError(`--${name} is a whole number from ${least} to ${most}, not "${given}".`);
  }
  return number;
}

/** @throws FactorioLockError USAGE if the value is not an age. */
function ageFlag<Name extends string>(args: Args<never, Name>, name: Name): Age | undefined {
  const given = args.text(name);
  if (given === undefined) return undefined;
  const age = parseAge(given);
  if (!age) throw usageError(`--${name} is ${AGE_FORM}, not "${given}".`);
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
 * Reads a size such as `500MB`, `1.5 GiB` or `2000000`, in bytes.
 *
 * @throws FactorioLockError USAGE if the value is not a size.
 */
export function sizeFlag<Name extends string>(args: Args<never, Name>, name: Name): number | undefined {
  const given = args.text(name);
  if (given === undefined) return undefined;
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?(|[kmg]i?)b?$/i.exec(given.trim());
  const bytes = match ? Math.floor(Number(match[1]) * (UNITS[(match[2] as string).toLowerCase()] as number)) : 0;
  if (!(bytes >= 1 && Number.isSafeInteger(bytes))) {
    throw usageError(`--${name} is a size such as 500MB or 3GiB, not "${given}".`);
  }
  return bytes;
}
