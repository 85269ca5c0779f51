import { FactorioLockError, parseLockfile, parseManifest } from "@factorio-lock/core";
import { parseModList, parseModPack } from "@factorio-lock/game";
import { expect, test } from "vitest";
import { parseInfoJson } from "../../../packages/game/src/archive/archive-info.ts";

const SIZE = 1_000_000;
const HEAD = 'factorio: "2.0"\n';
const SETTINGS = `${HEAD}mods: {}\nsettings:\n  startup:\n`;
const LOCK = 'lockfileVersion: 1\nfactorio: "2.0"\nexpansion: false\nrequirements: {}\nbuiltin: []\nmods:\n';

function fill(unit: (at: number) => string): string {
  const units: string[] = [];
  for (let at = 0, length = 0; length < SIZE; at++) length += units[units.push(unit(at)) - 1]?.length ?? 0;
  return units.join("");
}
const full = (unit: string) => unit.repeat(Math.ceil(SIZE / unit.length));

/** 1 MB of anything that a file may be made of. */
const SHAPES: Readonly<Record<string, () => string>> = {
  "lists in lists": () => `${HEAD}mods: ${"[".repeat(SIZE / 2)}${"]".repeat(SIZE / 2)}`,
  "lists side by side": () => `${HEAD}mods: [${full("[],")}]`,
  "open lists": () => full("["),
  "open tables": () => `${HEAD}mods: ${full("{a: ")}`,
  "ever deeper lines": () => fill((at) => `${" ".repeat(at)}a:\n`),
  "items in items": () => full("- "),
  "complex keys": () => full("? "),
  "unknown keys": () => HEAD + fill((at) => `factorix${at}: 1\n`),
  "unknown keys of a mod": () => `${HEAD}mods:\n  a: { ${fill((at) => `pat${at}: x, `)}z: 1 }\n`,
  "unknown channels": () => `${SETTINGS}    a: { ${fill((at) => `rr${at}: 1, `)}z: 1 }\n`,
  "wrong ranges": () => `${HEAD}mods:\n${fill((at) => `  m-${at}: nonsense\n`)}`,
  "one key again and again": () => `${HEAD}mods:\n${full("  a: '*'\n")}`,
  "a long key": () => `${HEAD}${"a".repeat(SIZE)}: 1\n`,
  "a long value": () => `${HEAD}modDirectory: ${"a".repeat(SIZE)}\n`,
  "a long range": () => `${HEAD}mods:\n  a: "${full(">1,")}"\n`,
  "an open quote": () => `${HEAD}modDirectory: "${"a".repeat(SIZE)}\n`,
  "open quotes": () => HEAD + full('a: "x\n'),
  escapes: () => `${HEAD}modDirectory: "${full("\\\\")}"\n`,
  "unknown escapes": () => `${HEAD}modDirectory: "${full("\\q")}"\n`,
  quotes: () => full('"'),
  apostrophes: () => `a: ${full("'")}`,
  colons: () => full(": "),
  comments: () => `a: ${full(" #")}`,
  "comment lines": () => `${HEAD}${full("# x\n")}mods: {}\n`,
  blanks: () => `${" ".repeat(SIZE)}a`,
  "lines of blanks": () => full(" \n"),
  "empty lines": () => full("\r\n"),
  returns: () => full("\r"),
  tabs: () => full("\t"),
  zeros: () => full("\0"),
  marks: () => full("\uFEFF"),
  anchors: () => fill((at) => `a${at}: &x${at} 1\n`),
  aliases: () => `x: &x [1]\n${fill((at) => `a${at}: *x\n`)}`,
  "aliases of aliases": () => `a0: &a0 x\n${fill((at) => `a${at + 1}: &a${at + 1} [*a${at},*a${at}]\n`)}`,
  tags: () => full("!a "),
  documents: () => full("---\n"),
  directives: () => full("%YAML 1.2\n"),
  "block texts": () => fill((at) => `a${at}: |\n  x\n`),
  "folded lines": () => `a: >\n${full("  x\n\n")}`,
  "texts of many lines": () => `a: x\n${full("  x\n")}`,
  words: () => full("word "),
  "lines without colons": () => full("word\n"),
  "marks of conflicts": () => full("<<<<<<< a\n=======\n>>>>>>> b\n"),
  surrogates: () => full("\ud800"),
  "locked mods without fields": () => LOCK + fill((at) => `  m${at}: { versio: "1.0.0", fil: "x" }\n`),
  "JSON lists in lists": () => `{"mods": ${"[".repeat(SIZE / 2)}${"]".repeat(SIZE / 2)}}`,
  "JSON tables in tables": () => `${full('{"a":')}1${"}".repeat(SIZE / 5)}`,
  "JSON mods of one name": () => `{"mods": [${full('{"name":"a","enabled":true},')}{"name":"b"}]}`,
  "JSON keys": () => `{${fill((at) => `"k${at}":1,`)}"z":1}`,
  "JSON dependencies": () => `{"name":"a","version":"1.0.0","dependencies":[${fill((at) => `"? b${at} > 1",`)}"c"]}`,
  "JSON raw lines": () => `{"name":"a","version":"1.0.0","title":"${full("\n\t")}"}`,
  "JSON open text": () => `{"name":"${full("\\\\")}`,
};

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  "mods.yaml": (text) => parseManifest(text, "mods.yaml"),
  "mods.lock": (text) => parseLockfile(text, "mods.lock"),
  "mod-list.json": (text) => parseModList(text),
  "info.json": (text) => parseInfoJson(Buffer.from(text), "info.json"),
  "a pack": (text) => parseModPack(text),
};

/** Whatever grows with the square of the text takes minutes. */
const MOST_CPU_MS = 5000;

async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  try {
    await work();
  } catch (error) {
    if (!(error instanceof FactorioLockError)) throw error;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test.each(Object.entries(SHAPES))(
  "1 MB of %s is read or refused at once",
  async (_, make) => {
    const text = make();
    expect(text.length).toBeGreaterThanOrEqual(SIZE);
    for (const [file, read] of Object.entries(READERS)) {
      const used = await cpuMs(() => read(text));
      expect(used < MOST_CPU_MS ? "at once" : `${file} took ${used} ms`).toBe("at once");
    }
  },
  120_000,
);

test.each([
  ["mods in double quotes", 60_000, (at: number) => `  m-${at}: "*"\n`],
  ["mods in apostrophes", 60_000, (at: number) => `  m-${at}: '>= 1.0' # a comment\n`],
  ["mods without quotes, indented by four", 60_000, (at: number) => `    m-${at}: ^1.0.0\n`],
  ["path mods", 40_000, (at: number) => `  m-${at}: {path: ../m-${at}}\n`],
])("%s are honest in any number", async (_, count, line) => {
  const text = `${HEAD}mods:\n${Array.from({ length: count }, (_unused, at) => line(at)).join("")}`;
  expect(parseManifest(text, "mods.yaml").mods.size).toBe(count);
  expect(await cpuMs(() => parseManifest(text, "mods.yaml"))).toBeLessThan(MOST_CPU_MS);
});

test("so are settings and colours", () => {
  const count = 50_000;
  const lines = Array.from({ length: count }, (_, at) => {
    return at % 2 ? `    s${at}: -0.${at}\n` : `    s${at}: { r: 1, g: 0.5, b: 0, a: 1 }\n`;
  });
  const { settings } = parseManifest(SETTINGS + lines.join(""), "mods.yaml");
  expect(Object.keys(settings?.startup ?? {})).toHaveLength(count);
});
