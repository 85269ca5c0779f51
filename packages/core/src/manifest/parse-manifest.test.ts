import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyModName, anyVersionText } from "../../testing/documents.ts";
import { FactorioLockError } from "../error.ts";
import { parseVersion } from "../version/version.ts";
import { MAX_YAML_LENGTH } from "../yaml/read-yaml.ts";
import { parseManifest } from "./parse-manifest.ts";

/** The lines of the message and the hint with which a text is refused. */
function refusal(text: string): { messages: string[]; hint: string | undefined } {
  try {
    parseManifest(text, "mods.yaml");
  } catch (error) {
    if (!(error instanceof FactorioLockError)) throw error;
    expect(error.code).toBe("MANIFEST_INVALID");
    return { messages: error.message.split("\n"), hint: error.hint };
  }
  throw new Error("the manifest was accepted");
}

function ranges(text: string): Record<string, unknown> {
  const entries = [...parseManifest(text, "mods.yaml").mods];
  return Object.fromEntries(entries.map(([name, mod]) => [name, mod.kind === "range" ? mod.range.text : mod]));
}

describe("parseManifest", () => {
  test("reads everything that a manifest can say", () => {
    const manifest = parseManifest(
      `factorio: "2.0"                 # a line
expansion: true
modDirectory: "./my mods"
mods:
  tidy-belts: "*"
  Ore Painter: ">= 1.3.20"
  lamp-post: "^0.4.0"
  pipe-dream: 1.0.10
  space-age: "*"
  star-map: false
  my-own-mod: { path: ../my-own-mod }
settings:
  startup: { lamp-count: 3, lamp-name: "3", lamp-on: true, lamp-colour: { r: 1, g: 0.5, b: 0, a: 1 } }
  runtime-global:
    lamp-text: |
      two
      lines
`,
      "mods.yaml",
    );
    expect(manifest.factorio).toMatchObject({ text: "2.0", exact: false });
    expect(manifest.expansion).toBe(true);
    expect(manifest.modDirectory).toBe("./my mods");
    expect([...manifest.mods.keys()]).toEqual([
      "tidy-belts",
      "Ore Painter",
      "lamp-post",
      "pipe-dream",
      "space-age",
      "star-map",
      "my-own-mod",
    ]);
    expect(manifest.mods.get("pipe-dream")).toMatchObject({ kind: "range", range: { text: "1.0.10" } });
    expect(manifest.mods.get("star-map")).toEqual({ kind: "refused" });
    expect(manifest.mods.get("my-own-mod")).toEqual({ kind: "path", path: "../my-own-mod" });
    expect(manifest.settings?.startup).toEqual({
      "lamp-count": 3,
      "lamp-name": "3",
      "lamp-on": true,
      "lamp-colour": { r: 1, g: 0.5, b: 0, a: 1 },
    });
    expect(manifest.settings?.["runtime-global"]).toEqual({ "lamp-text": "two\nlines\n" });
  });

  test("a mod that is disabled counts as `false`, and its range or path is remembered", () => {
    const { mods } = parseManifest(
      `factorio: "2.0"
mods:
  slow-mod: { version: ">= 1.2", enabled: false }
  own-mod: { path: ../own-mod, enabled: false }
  back-mod:
    version: 1.10 # as before
    enabled: true
`,
      "mods.yaml",
    );
    expect(mods.get("slow-mod")).toMatchObject({ kind: "refused", remembered: { range: { text: ">= 1.2" } } });
    expect(mods.get("own-mod")).toEqual({ kind: "refused", remembered: { kind: "path", path: "../own-mod" } });
    expect(mods.get("back-mod")).toMatchObject({ kind: "range", range: { text: "1.10" } });
  });

  test("only the game version is needed", () => {
    const manifest = parseManifest("factorio: 2.0.77\n", "mods.yaml");
    expect(manifest).toMatchObject({ expansion: false, modDirectory: "./mods", settings: undefined });
    expect(manifest.factorio).toMatchObject({ text: "2.0.77", exact: true });
    expect(manifest.mods.size).toBe(0);
  });

  test("unquoted versions mean what they show", () => {
    expect(parseManifest("factorio: 1.10\n", "mods.yaml").factorio.text).toBe("1.10");
    expect(ranges("factorio: 2.0\nmods:\n  a: 1.10\n  b: 0.1.01\n  c: 1.0\n  248k: 1.1\n")).toEqual({
      a: "1.10",
      b: "0.1.01",
      c: "1.0",
      "248k": "1.1",
    });
  });

  test("names that YAML or JavaScript would take for something else are only names", () => {
    const text = 'factorio: 2.0\nmods:\n  no: "*"\n  null: "*"\n  1.0: "*"\n  __proto__: "*"\n  constructor: "*"\n';
    expect([...parseManifest(text, "mods.yaml").mods.keys()]).toEqual([
      "no",
      "null",
      "1.0",
      "__proto__",
      "constructor",
    ]);
    const settings = parseManifest("factorio: 2.0\nsettings: { startup: { __proto__: 1 } }\n", "mods.yaml").settings;
    expect(Object.keys(settings?.startup ?? {})).toEqual(["__proto__"]);
  });

  test("a byte order mark, CRLF, empty tables and JSON are fine", () => {
    expect(ranges('\uFEFFfactorio: 2.0\r\nmods:\r\n  a: "*"\r\n')).toEqual({ a: "*" });
    expect(ranges("factorio: 2.0\nmods:\nsettings:\n")).toEqual({});
    expect(ranges('{ "factorio": "2.0", "mods": { "a": "^1.0" } }')).toEqual({ a: "^1.0" });
  });

  test.each([
    ["", "1:1: the file is empty", 'factorio: "2.0"'],
    ["# only a comment\n", "1:1: the file is empty", 'factorio: "2.0"'],
    ["- a\n", "1:1: found a list, expected lines of the form NAME: VALUE", 'factorio: "2.0"'],
    ["mods: {}\n", '1:1: "factorio" is missing', 'factorio: "2.0"'],
    [
      "facotrio: 2.0\n",
      '1:1: "facotrio" is not a key that is known here, did you mean "factorio"?',
      "the keys here are",
    ],
    [
      'factorio: 2.0\nmod:\n  a: "*"\n',
      '2:1: "mod" is not a key that is known here, did you mean "mods"?',
      "the keys here are",
    ],
    [
      "factorio: 2.0\nmodsDirectory: ./mods\n",
      '2:1: "modsDirectory" is not a key that is known here, did you mean "modDirectory"?',
      "the keys here are",
    ],
    ['factorio: 2.0\ntidy-belts: "*"\n', '2:1: "tidy-belts" is not a key', 'put it below "mods:"'],
    ["factorio: 2\n", '1:11: found "2" for "factorio", expected a game version', "2.0.77"],
    ["factorio: stable\n", '1:11: found "stable" for "factorio"', "2.0.77"],
    ["factorio: [2.0]\n", '1:11: found a list for "factorio"', "2.0.77"],
    ["factorio: 2.0\nexpansion: yes\n", '2:12: found "yes" for "expansion", expected true or false', "expansion: true"],
    ["factorio: 2.0\nexpansion: constructor\n", '2:12: found "constructor" for "expansion"', "expansion: true"],
    ['factorio: 2.0\nexpansion: "true"\n', '2:12: found "true" for "expansion"', "without quotes"],
    ["factorio: 2.0\nmodDirectory:\n", '2:14: found nothing for "modDirectory", expected a folder', "./mods"],
    ["factorio: 2.0\nmods: [a]\n", '2:7: found a list for "mods", expected a table', "one indented line for each mod"],
    ["factorio: 2.0\nmods:\n  a: 1\n", '3:6: found "1" for "a", expected a range', '"1.x"'],
    ["factorio: 2.0\nmods:\n  a: latest\n", '3:6: found "latest" for "a", expected a range', 'a range looks like "*"'],
    ["factorio: 2.0\nmods:\n  a:\n", '3:5: found nothing for "a", expected a range', 'a: "*"'],
    ["factorio: 2.0\nmods:\n  a: ~\n", '3:6: found nothing for "a"', 'a: "*"'],
    ["factorio: 2.0\nmods:\n  a: true\n", '3:6: found true for "a", expected a range', 'a: "*"'],
    ["factorio: 2.0\nmods:\n  a: [1.0]\n", '3:6: found a list for "a", expected one range', "commas"],
    ["factorio: 2.0\nmods:\n  a: |\n    1.0\n", '3:6: found a text of several lines for "a"', "a range"],
    [`factorio: 2.0\nmods:\n  a: "${"1.0 ".repeat(200)}"\n`, "3:6: found a range of 800 characters", "a range"],
    ["factorio: 2.0\nportal: https://evil.example\n", '2:1: "portal" is not a key', "put it below"],
    ["factorio: 2.0\nmirror: https://evil.example\n", '2:1: "mirror" is not a key', "put it below"],
    ["factorio: 2.0\ntoken: https://evil.example\n", '2:1: "token" is not a key', "put it below"],
    ["factorio: 2.0\ncache: https://evil.example\n", '2:1: "cache" is not a key', "put it below"],
    ["factorio: 2.0\nmods:\n  ../a: 1.0\n", '3:3: "../a" is not a mod name', "the mod portal's address"],
    ['factorio: 2.0\nmods:\n  "": 1.0\n', '3:3: "" is not a mod name', "the mod portal's address"],
    ["factorio: 2.0\nmods:\n  con: 1.0\n", '3:3: "con" is not a mod name', "the mod portal's address"],
    ["factorio: 2.0\nmods:\n  core: 1.0\n", '3:3: "core" is always part of the game', "remove this line."],
    ["factorio: 2.0\nmods:\n  base: false\n", '3:9: found false for "base"', "remove this line."],
    [
      "factorio: 2.0\nmods:\n  a: { paht: ../a }\n",
      '3:8: "paht" is not a key that is known here, did you mean "path"?',
      "path",
    ],
    ["factorio: 2.0\nmods:\n  a: {}\n", '3:6: "version" or "path" is missing for "a"', "../my-mod"],
    ["factorio: 2.0\nmods:\n  a: { enabled: false }\n", '3:6: "version" or "path" is missing for "a"', "../my-mod"],
    [
      "factorio: 2.0\nmods:\n  a: { version: 1.0, enabled: off }\n",
      '3:31: found "off" for "enabled", expected true or false',
      "enabled: false",
    ],
    [
      "factorio: 2.0\nmods:\n  a: { version: false, enabled: false }\n",
      '3:17: found "false" for "version", expected a range',
      ">= 1.2.0",
    ],
    [
      "factorio: 2.0\nmods:\n  a: { version: 1.0, path: ../a }\n",
      '3:17: found both "version" and "path" for "a", expected one of them',
      "remove one",
    ],
    [
      'factorio: 2.0\nmods:\n  base: { version: "*", enabled: false }\n',
      '3:34: found false for "enabled", and "base" is always there',
      "remove this line",
    ],
    [
      "factorio: 2.0\nmods:\n  a: { path: /home/a }\n",
      '3:14: found "/home/a" for "path", expected a relative path',
      "../my-mod",
    ],
    ["factorio: 2.0\nmods:\n  a: { path: 'C:\\a' }\n", '3:14: found "C:\\\\a" for "path"', "../my-mod"],
    ["factorio: 2.0\nmods:\n  quality: { path: ../q }\n", '3:20: found a path for "quality"', "a range"],
    [
      "factorio: 2.0\nsettings: { runtime: {} }\n",
      '2:13: "runtime" is not a key that is known here, did you mean "runtime-global"?',
      "",
    ],
    ["factorio: 2.0\nsettings: { startup: { a: null } }\n", '2:27: found "null" for the setting "a"', "a colour"],
    [
      "factorio: 2.0\nsettings: { startup: { a: { r: 255 } } }\n",
      '2:32: found "255" for "r" of the setting "a"',
      "from 0 to 1",
    ],
  ])("%j is refused", (text, message, hint) => {
    const { messages, hint: given } = refusal(text);
    expect(messages[0]?.slice(0, "mods.yaml:".length + message.length)).toBe(`mods.yaml:${message}`);
    expect(given ?? "").toContain(hint);
  });

  test.each([
    [
      "factorio: 2.0\nmods:\n\ta: 1.0\n",
      "3:1: found a tab at the start of a line, expected blanks",
      "indent with blanks",
    ],
    [
      "factorio: 2.0\nmods:\n<<<<<<< HEAD\n  a: 1.0\n=======\n  a: 1.1\n>>>>>>> b\n",
      "3:1: found the marks of a git merge conflict",
      "remove those",
    ],
    [
      'factorio: "2.0"\nmods:\n<<<<<<< HEAD\n  a: "*"\n',
      "3:1: found the marks of a git merge conflict",
      "remove those",
    ],
    ["factorio: 2.0\nmods:\n  a: *\n", "3:6: found * without quotes, expected a text in double quotes", 'write "*"'],
    ["factorio: 2.0\nmods:\n  a: >= 1.0 # x\n", "3:6: found >= 1.0 without quotes", 'write ">= 1.0"'],
    ["factorio: 2.0\nmods:\n  a: @x\n", "3:6: found @x without quotes", 'write "@x"'],
    [
      "factorio: 2.0\nmods:\n  a: 1.0\n  a: 1.1\n",
      '4:3: "a" stands here a second time, expected once',
      "the other is in line 3",
    ],
    ["factorio:2.0\nmods: {}\n", '1:1: found "factorio:2.0", expected a blank after the colon', "NAME: VALUE"],
    ...['"2.4.0"', "2.4.0", "^2.4.0", '"*"', ""].flatMap((value): [string, string, string][] => {
      const [line, reported] = [`  amber-lights ${value}`, 'a colon is missing after "amber-lights"'];
      return [
        [`factorio: 2.0\nmods:\n  a: 1.0\n${line}\n  b: 1.0\n`, `4:3: ${reported}`, "NAME: VALUE"],
        [`factorio: 2.0\nmods:\n${line}\n  b: 1.0\n`, `3:3: ${reported}`, "NAME: VALUE"],
        [`factorio: 2.0\nmods:\n  a: 1.0\n${line}\n`, `4:3: ${reported}`, "NAME: VALUE"],
      ];
    }),
    ['factorio: 2.0\nmods:\n  a: 1.0\n  b "*" # any\n', '4:3: a colon is missing after "b"', "NAME: VALUE"],
    ["factorio: 2.0\nmods\n  a: 1.0\n", '2:1: a colon is missing after "mods"', "NAME: VALUE"],
    ["factorio: 2.0\nmods:\n  Ore Painter 1.0\n  a: 1.0\n", '3:3: a colon is missing after "Ore Painter"', ""],
    ["factorio: 2.0\nmods:\n  a: 'x\n", "3:6: found ' that is not closed", "close every quote"],
    ["[\n: ", "1:1: found [ that is not closed", "close every quote"],
    ["factorio: 2.0\nmods: { a: 1.0\n", "2:7: found { that is not closed", "close every quote"],
    ["factorio: 2.0\nmods:\n  a: 1.0\n b: 1.0\n", "4:1: this line's indentation does not fit", "same number of blanks"],
    ["factorio: 2.0\n  mods: {}\n", "1:11: found a second colon in one value", "same number of blanks"],
    ['factorio: 2.0\nmodDirectory: "C:\\q"\n', "2:18: found a backslash", 'write "\\\\"'],
    ["factorio: 2.0\n---\nmods: {}\n", "2:1: found a second document", "three dashes"],
    ["factorio: 2.0\nmods:\n  a: !x 1.0\n", '3:9: "!x" is a YAML tag, expected a value', "double quotes"],
    ["factorio: 2.0\nmods:\n  a: &x 1.0\n", '3:9: "&x" is a YAML anchor, expected a value', "double quotes"],
    ["factorio: &v 2.0\nmods:\n  a: *v\n", '1:14: "&v" is a YAML anchor, expected a value', "double quotes"],
    [
      "factorio: 2.0\nmods:\n  ? [a]\n  : 1.0\n",
      "3:5: a list or table stands where a name was expected",
      "double quotes",
    ],
    [`factorio: ${"[".repeat(50_000)}`, "1:211: found tables or lists nested more than 200 deep", ""],
    [`${"- ".repeat(50_000)}a`, "1:1: found tables or lists nested more than 200 deep", ""],
    [" ".repeat(MAX_YAML_LENGTH + 1), "1:1: the file has 1048577 characters, and at most 1048576 can be read", ""],
  ])("YAML that is not read, case %#", (text, message, hint) => {
    for (const newline of ["\n", "\r\n"]) {
      const { messages, hint: given } = refusal(text.replaceAll("\n", newline));
      expect(messages[0]).toContain(`mods.yaml:${message}`);
      expect(given ?? "").toContain(hint);
    }
  });

  test("all faults are reported, in the order of the file, with the hint of the first", () => {
    const { messages, hint } = refusal("expansion: maybe\nmods:\n  a: 1\n  b: true\nfactorio: 2\n");
    expect(messages.map((message) => message.slice(0, 15))).toEqual(
      ["mods.yaml:1:12: ", "mods.yaml:3:6: f", "mods.yaml:4:6: f", "mods.yaml:5:11: "].map((text) => text.slice(0, 15)),
    );
    expect(hint).toContain("expansion: true");
  });

  test("of very many faults the first ten are reported", () => {
    const lines = Array.from({ length: 40 }, (_, at) => `  m${at}: true\n`);
    const { messages } = refusal(`factorio: 2.0\nmods:\n${lines.join("")}`);
    expect(messages).toHaveLength(11);
    expect(messages[10]).toBe("mods.yaml: 30 more faults follow");
  });

  test("the column counts from 1 also behind a byte order mark", () => {
    expect(refusal("\uFEFFfactorio: 2\n").messages[0]).toContain("mods.yaml:1:11:");
  });

  test("law: every mod that is written is read, as written", () => {
    const entries = fc.uniqueArray(fc.tuple(anyModName, anyVersionText), { selector: ([name]) => name });
    fc.assert(
      fc.property(entries, fc.boolean(), (mods, quoted) => {
        const lines = mods.map(([name, text]) => `  ${JSON.stringify(name)}: ${quoted ? `"${text}"` : text}\n`);
        const read = parseManifest(`factorio: 2.0\nmods:\n${lines.join("")}`, "mods.yaml").mods;
        expect([...read.keys()]).toEqual(mods.map(([name]) => name));
        for (const [name, text] of mods) {
          const packed = parseVersion(text)?.packed as number;
          expect(read.get(name)).toEqual({ kind: "range", range: { text, versions: [{ low: packed, high: packed }] } });
        }
      }),
    );
  });

  test("law: any text is read or refused with places; nothing else happens", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "factorio: 2.0\n",
        "mods:\n",
        "  a: ",
        "1.0\n",
        "\n",
        "{",
        "}",
        "[",
        "]",
        "- ",
        "? ",
        ": ",
        "#",
        '"',
        "'",
      ),
      fc.constantFrom(
        "*x",
        "&x ",
        "!x ",
        "|\n",
        ">\n",
        "\t",
        "\r\n",
        "---\n",
        "...\n",
        "%Y\n",
        "<<",
        "~",
        "\\",
        "\0",
        "\uFEFF",
        "🚂",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), fc.boolean(), (pieces, headed) => {
        const text = `${headed ? "factorio: 2.0\nmods:\n" : ""}${pieces.join("")}`;
        try {
          parseManifest(text, "mods.yaml");
        } catch (error) {
          expect(error).toBeInstanceOf(FactorioLockError);
          for (const line of (error as FactorioLockError).message.split("\n")) {
            expect(line).toMatch(/^mods\.yaml:(\d+:\d+: .| \d+ more)/u);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

test("a key that seems misspelt is reported once: neither as missing too, nor by what it would hold", () => {
  const reported = (text: string): string[] => {
    try {
      parseManifest(text, "mods.yaml");
      return [];
    } catch (error) {
      return (error as Error).message.split("\n").filter((line) => line.startsWith("mods.yaml:"));
    }
  };
  expect(reported("facotrio: two\n")).toHaveLength(1);
  expect(reported("factorio: 2.0\nmodsList: ./mods\n")).toHaveLength(1);
  expect(reported("factorio: 2.0\nmods:\n  a: { paht: [] }\n")).toHaveLength(1);
});
