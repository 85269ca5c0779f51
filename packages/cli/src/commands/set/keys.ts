import { PACK_KEYS, type PackKey } from "@factorio-lock/core";

const packKeys = PACK_KEYS.map((key): `pack.${PackKey}` => `pack.${key}`);

/** The keys of the manifest that `set` changes, in the order of help. */
export const SET_KEYS = ["factorio", "expansion", "modDirectory", "game", "updates.olderThan", ...packKeys] as const;

export type SetKey = (typeof SET_KEYS)[number];
