import { readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ModListEntry } from "@factorio-lock/core";
import { makeArchive } from "@factorio-lock/game";

/** A mod of an installed set, as far as breaking it goes. */
export interface Victim {
  readonly name: string;
  readonly version: string;
  readonly dependencies: readonly string[];
  readonly factorio: string;
}

export const VARIANTS = [
  "as it is",
  "a mod missing",
  "a mod switched off",
  "a mod older",
  "a newer one beside it, which the list does not name",
  "a newer one beside it, and no version in the list",
  "another name inside",
  "another version inside",
  "made for another line",
  "no longer in the list",
  "a damaged archive",
  "a builtin mod the other way",
  "a dependency more",
  "excluded by another",
] as const;

/** Breaks an installed mod directory in one way. `pick` chooses below a bound. */
export async function breakOne(
  kind: (typeof VARIANTS)[number],
  mods: string,
  victims: readonly Victim[],
  pick: (below: number) => number,
): Promise<void> {
  const victim = victims[pick(victims.length)] as Victim;
  const other = victims[pick(victims.length)] as Victim;
  const { name, version } = victim;
  const file = (text: string) => join(mods, `${name}_${text}.zip`);
  const list = JSON.parse(readFileSync(join(mods, "mod-list.json"), "utf8")) as {
    mods: (ModListEntry & { enabled: boolean; version?: string })[];
  };
  const entry = list.mods.find((mod) => mod.name === name);
  if (!entry) throw new Error(`${name} is not listed`);
  const index = list.mods.indexOf(entry);
  const write = async (
    path: string,
    change: { name?: string; version?: string; factorio?: string; dependencies?: readonly string[] },
  ) => {
    rmSync(path, { force: true });
    const {
      name: called = name,
      version: at = version,
      factorio = victim.factorio,
      dependencies = victim.dependencies,
    } = change;
    writeFileSync(
      path,
      await makeArchive({
        name: called,
        version: at,
        title: called,
        author: "Ada",
        factorio_version: factorio,
        dependencies: [...dependencies],
      }),
    );
  };
  switch (kind) {
    case "as it is":
      break;
    case "a mod missing":
      unlinkSync(file(version));
      break;
    case "a mod switched off":
      list.mods[index] = { ...entry, enabled: false };
      break;
    case "a mod older":
      unlinkSync(file(version));
      await write(file("0.0.1"), { version: "0.0.1" });
      list.mods[index] = { ...entry, version: "0.0.1" };
      break;
    case "a newer one beside it, which the list does not name":
      await write(file("900.0.0"), { version: "900.0.0" });
      break;
    case "a newer one beside it, and no version in the list":
      await write(file("900.0.0"), { version: "900.0.0" });
      list.mods[index] = { name, enabled: true };
      break;
    case "another name inside":
      await write(file(version), { name: `${name}-x` });
      break;
    case "another version inside":
      await write(file(version), { version: "77.0.0" });
      break;
    case "made for another line":
      await write(file(version), { factorio: "0.11" });
      break;
    case "no longer in the list":
      list.mods.splice(index, 1);
      break;
    case "a damaged archive":
      rmSync(file(version));
      writeFileSync(file(version), "PK, but no more");
      break;
    case "a builtin mod the other way": {
      const builtins = list.mods.filter((mod) => /^(?:quality|space-age|elevated-rails|recycler)$/.test(mod.name));
      const one = builtins[pick(Math.max(1, builtins.length))];
      if (one) list.mods[list.mods.indexOf(one)] = { ...one, enabled: !one.enabled };
      break;
    }
    case "a dependency more":
      await write(file(version), {
        dependencies: [
          ...victim.dependencies,
          pick(2) === 0
            ? "nowhere >= 1.0"
            : `${pick(2) === 0 ? "" : "? "}${other.name} ${pick(2) === 0 ? ">= 0.0.1" : "< 0.0.1"}`,
        ],
      });
      break;
    case "excluded by another":
      await write(file(version), { dependencies: [...victim.dependencies, `! ${other.name}`] });
      break;
  }
  writeFileSync(join(mods, "mod-list.json"), JSON.stringify(list));
}

/** Numbers below a bound, the same for the same seed. */
export function picker(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
