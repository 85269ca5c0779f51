import { resolve } from "node:path";
import type { PlaceOptions } from "../commands/place-options.ts";
import type { NetworkOptions } from "../commands/services.ts";
import type { SolveOptions } from "../commands/solve.ts";
import type { Context } from "../project/context.ts";
import { fromHome } from "../project/home-path.ts";
import type { Args } from "./spec.ts";
import { usage } from "./usage.ts";

/** The flags of the way to the network. */
export function networkFlags(context: Context, args: Args): NetworkOptions {
  return {
    offline: args.flag("offline"),
    concurrency: numberFlag(args, "concurrency", 1, 64),
    serverSettings: pathFlag(context, args, "server-settings"),
  };
}

/** The flags of everything that resolves. */
export function solveFlags(context: Context, args: Args): SolveOptions {
  return {
    ...networkFlags(context, args),
    recommended: !args.flag("no-recommended"),
    game: pathFlag(context, args, "game"),
  };
}

/** The flags of everything that changes the mod directory. */
export function placeFlags(context: Context, args: Args): PlaceOptions {
  return {
    ...networkFlags(context, args),
    copy: args.flag("copy"),
    prune: args.flag("prune"),
    noWait: args.flag("no-wait"),
    dryRun: args.flag("dry-run"),
  };
}

/** A path given on the command line: relative to the current folder, or from the user's home where it begins with `~`. */
export function pathFlag(context: Context, args: Args, name: string): string | undefined {
  const given = args.text(name);
  return given === undefined ? undefined : resolve(context.cwd, fromHome(given, context.home));
}

/** @throws FactorioLockError USAGE when it is no whole number between the bounds. */
export function numberFlag(args: Args, name: string, least: number, most: number): number | undefined {
  const given = args.text(name);
  if (given === undefined) return undefined;
  const number = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (!(number >= least && number <= most)) {
    throw usage(`--${name} is a whole number from ${least} to ${most}, not "${given}".`);
  }
  return number;
}
