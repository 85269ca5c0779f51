import { GAME_BUILDS, type GameBuild, isGameBuild } from "../game/game-build.ts";
import { GAME_PLATFORMS, type GamePlatform, type LockedGame } from "../game/locked-game.ts";
import { readVersion, type Version } from "../version/version.ts";
import { type Fault, quote } from "../yaml/fault.ts";
import { describeNode, knownFields, lineOf } from "../yaml/fields.ts";
import type { YamlNode } from "../yaml/node.ts";

/** Decodes the section `game:` of a lockfile. Adds a fault for each error; undefined if it is absent or faulty. */
export function decodeGame(node: YamlNode | undefined, faults: Fault[]): LockedGame | undefined {
  if (node === undefined) return undefined;
  const fault = (at: YamlNode, what: string, expected: string): undefined => {
    faults.push({ at: at.start, message: `found ${describeNode(at)} for ${quote(what)}, expected ${expected}` });
    return undefined;
  };
  if (node.kind !== "mapping") return fault(node, "game", "build, version and sha256");
  const fields = knownFields(node, ["build", "version", "sha256"], faults);
  const read = <Value>(key: string, expected: string, from: (text: string) => Value | undefined): Value | undefined => {
    const field = fields.get(key);
    const text = field && lineOf(field);
    return (text === undefined ? undefined : from(text)) ?? fault(field ?? node, key, expected);
  };
  const build = read("build", GAME_BUILDS.join(", "), (text): GameBuild | undefined =>
    isGameBuild(text) ? text : undefined,
  );
  const version = read("version", "an exact game version", (text): Version | undefined =>
    /^\d+\.\d+\.\d+$/.test(text) ? readVersion(text) : undefined,
  );
  const sums = fields.get("sha256");
  if (sums?.kind !== "mapping") return fault(sums ?? node, "sha256", "the SHA-256 of each platform's archive");
  const sha256: Partial<Record<GamePlatform, string>> = {};
  const known = knownFields(sums, GAME_PLATFORMS, faults);
  for (const platform of GAME_PLATFORMS) {
    const value = known.get(platform);
    if (value === undefined) continue;
    const sum = lineOf(value);
    if (sum !== undefined && /^[0-9a-f]{64}$/.test(sum)) sha256[platform] = sum;
    else fault(value, platform, "64 hex digits");
  }
  return build && version && { build, version, sha256 };
}
