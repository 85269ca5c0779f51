import type { Requirements } from "@factorio-lock/core";

/** A mod that the command line asks for at one version, beside what mods.yaml asks for. */
export interface Pinned {
  readonly name: string;
  /** As it is written in the requirements: the version's text. */
  readonly version: string;
  /** Whether mods.yaml asks for the mod too. */
  readonly inManifest: boolean;
}

/**
 * The solver's sentences, which take all that is asked for to stand in mods.yaml, with what the command line asks for told
 * apart: "You ask for lamp-lib 2.0.0."
 *
 * @param requirements what the solver was asked, with the mod at its version among it.
 */
export function pinnedWords(lines: readonly string[], pinned: Pinned, requirements: Requirements): string[] {
  return [...new Set(lines.flatMap((line) => retold(line, pinned, requirements)))];
}

function retold(line: string, pinned: Pinned, requirements: Requirements): string[] {
  const [, also = "", rest] = /^Your mods\.yaml (also )?asks for (.*)\.$/s.exec(line) ?? [];
  if (rest === undefined) return [line];
  const exact = `${pinned.name} ${pinned.version}`;
  const asked = pinned.inManifest ? [exact] : [exact, pinned.name];
  if (asked.some((item) => rest.startsWith(`${item}, but `))) return [`You ask for ${rest}.`];
  const items = splitList(rest, itemsOf(requirements));
  const own = items?.find((item) => asked.includes(item));
  if (!items || own === undefined) return [line];
  const others = items.filter((item) => item !== own);
  const yours = `You ask for ${own}.`;
  return others.length > 0 ? [`Your mods.yaml ${also}asks for ${joined(others)}.`, yours] : [yours];
}

/** What the solver may call each mod that is asked for, the longest first. */
function itemsOf(requirements: Requirements): string[] {
  const items = [...requirements].flatMap(([name, requirement]) => {
    const range = requirement.kind === "range" ? [`${name} ${requirement.range.text}`] : [];
    return [name, `your own ${name}`, ...range];
  });
  return items.sort((a, b) => b.length - a.length);
}

/** A list in a sentence, taken apart into items that may be in it; undefined where it is none of these. */
function splitList(text: string, items: readonly string[]): string[] | undefined {
  for (const item of items) {
    if (text === item) return [item];
    const joint = [", ", " and "].find((words) => text.startsWith(item + words));
    const rest = joint && splitList(text.slice(item.length + joint.length), items);
    if (rest) return [item, ...rest];
  }
  return undefined;
}

function joined(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
