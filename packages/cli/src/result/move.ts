import { BLOCK_REASONS } from "@factorio-lock/core";
import * as v from "valibot";
import { flag, list, names, object, oneOf, orNull, type ResultOf, text } from "./field.ts";

const lockedVersion = orNull("The locked version; null if none is locked.", v.string());

const blockedMod = object("A mod that cannot move, even alone.", {
  name: text("The mod's name."),
  from: lockedVersion,
  reason: oneOf(
    "no-release: no release for that game is in its range; needs: a mod that it needs has none; conflict: what it needs does not fit together.",
    BLOCK_REASONS,
  ),
  because: names("The mods that block it."),
});

/**
 * The fields of a report on how much of a modpack can move to another game line. Source: docs/commands.md, "upgrade".
 */
export const moveFields = {
  from: text("The game version of mods.yaml."),
  to: text("The game version that was asked about."),
  movable: names("The mods of mods.yaml that can move alone, in name order."),
  blocked: list("Those that cannot, in name order.", blockedMod),
  largest: names("A largest set of the movable mods that can move together."),
  exact: flag("Whether it was proved that no larger set can."),
  ready: list(
    "The movable mods with their release there.",
    object("A movable mod.", {
      name: text("The mod's name."),
      from: lockedVersion,
      version: text("The version that it would have."),
    }),
  ),
  held: list(
    "The movable mods outside the largest set.",
    object("A mod, and what keeps it out.", {
      name: text("The mod's name."),
      because: names("The mods of the set that keep it out."),
    }),
  ),
  loosened: list(
    "The ranges of mods.yaml that are loosened, because nothing else excludes a release.",
    object("A range.", {
      name: text("The mod's name."),
      from: text("The range before."),
      to: text("The range instead."),
    }),
  ),
  needed: names("Mods outside the largest set that it needs: they stay, but mods.yaml no longer asks for them."),
  builtinAdded: list(
    "The builtin mods that are enabled there and were not before.",
    object("A builtin mod.", { name: text("Its name."), neededBy: names("The mods that need it.") }),
  ),
};

/** The report on how much of a modpack can move to another game line. */
export const move = v.strictObject(moveFields);

export type UpgradeReport = ResultOf<typeof move>;
