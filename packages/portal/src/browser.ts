// The parts that do not need Node, for pages that read a mirror's answers.
import { FactorioLockError, type ModInfo, type Warning } from "@factorio-lock/core";
import { modInfo } from "./metadata/mod-info.ts";
import { decodeMod } from "./wire/decode.ts";

/**
 * Decodes and checks an answer of `/api/mods/NAME/full` as `createPortal` does, for use in `resolve`.
 *
 * @param json the parsed JSON of the answer, or of the same file in a mirror's export
 * @param name the requested mod
 * @throws FactorioLockError `PORTAL_ERROR` if it is not such an answer, or is about another mod
 * @example const info = readFullMod(await (await fetch(`${mirror}/api/mods/flib/full.json`)).json(), "flib")
 */
export function readFullMod(json: unknown, name: string, onWarning: (warning: Warning) => void = () => {}): ModInfo {
  const mod = decodeMod(json, onWarning);
  if (mod?.name !== name) throw new FactorioLockError("PORTAL_ERROR", `The answer does not describe the mod ${name}.`);
  return modInfo(mod, onWarning);
}
