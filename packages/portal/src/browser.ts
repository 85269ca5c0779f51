// The parts that need nothing of Node: a page that asks a mirror reads the answers with them.
import { FactorioLockError, type ModInfo, type Warning } from "@factorio-lock/core";
import { modInfo } from "./metadata/mod-info.ts";
import { decodeMod } from "./wire/decode.ts";

/**
 * The answer of `/api/mods/NAME/full`, decoded and checked as `createPortal` does it: what `resolve` wants of a mod.
 *
 * @param json the answer, or the file of a mirror's export, parsed
 * @param name the mod that was asked for
 * @throws FactorioLockError `PORTAL_ERROR` where it is no such answer, or one about another mod
 * @example const info = readFullMod(await (await fetch(`${mirror}/api/mods/flib/full.json`)).json(), "flib")
 */
export function readFullMod(json: unknown, name: string, onWarning: (warning: Warning) => void = () => {}): ModInfo {
  const mod = decodeMod(json, onWarning);
  if (mod?.name !== name)
    throw new FactorioLockError("PORTAL_ERROR", `What was given as the answer about ${name} is none.`);
  return modInfo(mod, onWarning);
}
