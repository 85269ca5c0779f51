import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyModName } from "../../testing/documents.ts";
import { FactorioLockError } from "../error.ts";
import { editManifest } from "./edit-manifest.ts";
import { formatNewManifest } from "./format-new-manifest.ts";
import type { ManifestEdit, ModValue } from "./manifest-edit.ts";
import { parseManifest } from "./parse-manifest.ts";

const set = (name: string, value: ModValue): ManifestEdit => ({ kind: "set-mod", name, value });
const remove = (name: string): ManifestEdit => ({ kind: "remove-mod", name });
const edit = (text: string, ...edits: ManifestEdit[]): string => editManifest(text, "mods.yaml", edits);

const COMMENTED = `# our server
factorio: 2.0   # stable

mods:
  # libraries
  belt-tools: "*"        # do not remove
  ore-painter: ">= 1.0"
  # lights
  tall-lamps: '^0.4.0'   # needs 0.4
`;

describe("editManifest", () => {
  test("the age of updates is set, changed, and refused where it is none", () => {
    const age = (value: string): ManifestEdit => ({ kind: "set-updates", key: "olderThan", value });
    const edited = edit(COMMENTED, age("7d"));
    expect(edited).toBe(`${COMMENTED}updates:\n  olderThan: 7d\n`);
    expect(parseManifest(edited, "mods.yaml").updates?.olderThan?.text).toBe("7d");
    const inline = "factorio: 2.0\nupdates: { olderThan: 7d } # slowly\n";
    expect(edit(inline, age("2w"))).toBe(inline.replace("7d", "2w"));
    expect(() => edit(COMMENTED, age("soon"))).toThrow("updates.olderThan is a number of hours, days or weeks");
  });

  test("a changed range leaves every other byte, and its quotes", () => {
    expect(edit(COMMENTED, set("tall-lamps", "^0.5.0"))).toBe(COMMENTED.replace("^0.4.0", "^0.5.0"));
    expect(edit(COMMENTED, set("belt-tools", ">= 2.0"))).toBe(COMMENTED.replace('"*"', '">= 2.0"'));
  });

  test.each<[string, ModValue, string]>([
    ["1.0.10", "1.2.0", "1.2.0"],
    ["1.0.10", ">= 1.2.0", '">= 1.2.0"'],
    ["1.0.10", "*", '"*"'],
    ["'*'", "1.2.0", "'1.2.0'"],
    ["'*'", false, "false"],
    ["false", "*", '"*"'],
    ['"*"', { path: "../a" }, "{ path: ../a }"],
    ['"*"', { path: "../my mod" }, '{ path: "../my mod" }'],
    ["{ path: ../a }", "^1.0", '"^1.0"'],
    ["\n    path: ../a", "^1.0", ' "^1.0"'],
    ["# why\n    path: ../a", "^1.0", '# why\n    "^1.0"'],
    ["'*'", { wanted: "^1.0", enabled: false }, "{ version: '^1.0', enabled: false }"],
    ['"*"', { wanted: { path: "../a" }, enabled: false }, "{ path: ../a, enabled: false }"],
    ["{ version: 1.0, enabled: false }", "^1.0", '"^1.0"'],
  ])("the value %j set to %j is written %j", (before, value, after) => {
    const text = (written: string): string =>
      `factorio: 2.0\nmods:\n  a: ${written}\n  b: 1.0\n`.replace("a:  ", "a: ").replace("a: \n", "a:\n");
    expect(edit(text(before), set("a", value))).toBe(text(after));
  });

  test("a new mod goes to its place among mods in name order, above the comment of the next", () => {
    expect(edit(COMMENTED, set("pipe-dream", "*"))).toBe(
      COMMENTED.replace("  # lights", '  pipe-dream: "*"\n  # lights'),
    );
    expect(edit(COMMENTED, set("ant-farm", "*"))).toBe(
      COMMENTED.replace("  # libraries", '  ant-farm: "*"\n  # libraries'),
    );
    expect(edit(COMMENTED, set("zoo", "*"))).toBe(`${COMMENTED}  zoo: "*"\n`);
  });

  test("among mods in no order it goes to the end", () => {
    const text = "factorio: 2.0\nmods:\n    b: 1.0\n    c: 1.0\n    a: 1.0\n\nexpansion: true\n";
    expect(edit(text, set("bb", "*"))).toBe(text.replace("    a: 1.0\n", '    a: 1.0\n    bb: "*"\n'));
  });

  test("an order that does not mind case is an order", () => {
    const text = "factorio: 2.0\nmods:\n  alpha: 1.0\n  Beta: 1.0\n  delta: 1.0\n";
    expect(edit(text, set("Cargo", "1.0"))).toBe(text.replace("  delta", '  Cargo: "1.0"\n  delta'));
  });

  test("a removed mod takes its line and the comment on it along", () => {
    expect(edit(COMMENTED, remove("belt-tools"))).toBe(
      COMMENTED.replace('  belt-tools: "*"        # do not remove\n', ""),
    );
    expect(edit(COMMENTED, remove("unknown"))).toBe(COMMENTED);
  });

  test("the last mod can go, and the first can come", () => {
    const one = "factorio: 2.0\nmods:\n  a: 1.0\nexpansion: true\n";
    const none = "factorio: 2.0\nmods:\nexpansion: true\n";
    expect(edit(one, remove("a"))).toBe(none);
    expect(edit(none, set("a", "1.0"))).toBe(one.replace("1.0", '"1.0"'));
    expect(edit("factorio: 2.0\n", set("a", "*"))).toBe('factorio: 2.0\nmods:\n  a: "*"\n');
    expect(edit("factorio: 2.0", set("a", "*"))).toBe('factorio: 2.0\nmods:\n  a: "*"');
    expect(edit("factorio: 2.0\nmods: {} # none yet\nexpansion: true\n", set("a", "*"))).toBe(
      'factorio: 2.0\nmods: # none yet\n  a: "*"\nexpansion: true\n',
    );
    expect(edit('factorio: 2.0\nmods: # ours\n  # a: "*"\n', set("b", "*"))).toBe(
      'factorio: 2.0\nmods: # ours\n  # a: "*"\n  b: "*"\n',
    );
  });

  test("mods in braces are changed in their braces", () => {
    const text = "factorio: 2.0\nmods: { b: 1.0, d: 1.0 } # two\n";
    expect(edit(text, set("a", "1.0"))).toBe(text.replace("b: 1.0", 'a: "1.0", b: 1.0'));
    expect(edit(text, set("c", "1.0"))).toBe(text.replace("d: 1.0", 'c: "1.0", d: 1.0'));
    expect(edit(text, set("e", "1.0"))).toBe(text.replace("d: 1.0", 'd: 1.0, e: "1.0"'));
    expect(edit(text, remove("b"))).toBe("factorio: 2.0\nmods: { d: 1.0 } # two\n");
    expect(edit(text, remove("d"))).toBe("factorio: 2.0\nmods: { b: 1.0 } # two\n");
    expect(edit(text, remove("b"), remove("d"))).toBe("factorio: 2.0\nmods: {} # two\n");
    expect(edit('{ "factorio": "2.0" }', set("a", "*"))).toBe('{ "factorio": "2.0", mods: { a: "*" } }');
    expect(edit('{ "factorio": "2.0", "mods": {} }', set("a", "*"))).toBe('{ "factorio": "2.0", "mods": { a: "*" } }');
  });

  test("CRLF, a byte order mark and a missing last newline stay", () => {
    const text = '\uFEFFfactorio: 2.0\r\nmods:\r\n  a: "*"\r\n  c: "*"';
    expect(edit(text, set("b", "*"))).toBe(text.replace("  c", '  b: "*"\r\n  c'));
    expect(edit(text, set("d", "*"))).toBe(`${text}\r\n  d: "*"`);
    expect(edit(text, remove("a"))).toBe(text.replace('  a: "*"\r\n', ""));
    expect(edit(text, { kind: "set", key: "expansion", value: true })).toBe(
      text.replace("mods:", "expansion: true\r\nmods:"),
    );
    expect(edit("\uFEFFmods:\n  a: 1.0\nfactorio: 2.0\n", remove("a"))).toBe("\uFEFFmods:\nfactorio: 2.0\n");
  });

  test("keys are set where they stand, or behind the game version", () => {
    expect(edit(COMMENTED, { kind: "set", key: "factorio", value: "2.1" })).toBe(COMMENTED.replace("2.0 ", "2.1 "));
    expect(edit(COMMENTED, { kind: "set", key: "expansion", value: true })).toBe(
      COMMENTED.replace("# stable\n", "# stable\nexpansion: true\n"),
    );
    expect(edit(COMMENTED, { kind: "set", key: "modDirectory", value: "../game/mods" })).toBe(
      COMMENTED.replace("# stable\n", "# stable\nmodDirectory: ../game/mods\n"),
    );
    expect(edit("factorio: '2.0'\n", { kind: "set", key: "factorio", value: "2.1" })).toBe("factorio: '2.1'\n");
    const game = (value: string): ManifestEdit => ({ kind: "set", key: "game", value });
    expect(edit(COMMENTED, game("headless"))).toBe(COMMENTED.replace("# stable\n", "# stable\ngame: headless\n"));
    expect(edit("factorio: 2.0\ngame: alpha # ours\n", game("expansion"))).toBe(
      "factorio: 2.0\ngame: expansion # ours\n",
    );
    expect(edit("factorio: 2.0\ngame: 'alpha'\n", game("headless"))).toBe("factorio: 2.0\ngame: 'headless'\n");
    expect(edit('{ "factorio": "2.0", "game": "alpha" }', game("headless"))).toContain('"game": "headless"');
    const windows = edit("factorio: 2.0\n", { kind: "set", key: "modDirectory", value: "C:\\games\\mods" });
    expect(parseManifest(windows, "mods.yaml").modDirectory).toBe("C:\\games\\mods");
  });

  test.each<[ManifestEdit, string]>([
    [set("a", ">= y"), '">= y" is not a range for a'],
    [set("../a", "*"), '"../a" is not a mod name'],
    [set("core", "*"), '"core" is not a mod name'],
    [set("base", false), "cannot be kept out"],
    [set("a", { path: "/home" }), "is not a relative path"],
    [set("quality", { path: "../q" }), "ships with the game"],
    [{ kind: "set", key: "factorio", value: "latest" }, '"latest" is not a game version'],
    [{ kind: "set", key: "modDirectory", value: "a\nb" }, "is not a folder"],
    [{ kind: "set", key: "game", value: "server" }, 'The key game is headless, alpha or expansion, not "server".'],
  ])("%j is refused as a mistake of the command", (wrong, message) => {
    expect(() => edit(COMMENTED, wrong)).toThrow(
      expect.objectContaining({ code: "USAGE", message: expect.stringContaining(message) }),
    );
  });

  test.each([
    ['">= 1.2" # slow', '{ version: ">= 1.2", enabled: false } # slow'],
    ["'^1.0'", "{ version: '^1.0', enabled: false }"],
    ["1.0.10", "{ version: 1.0.10, enabled: false }"],
    ["{ path: ../a } # mine", "{ path: ../a, enabled: false } # mine"],
    ["\n    # why\n    path: ../a # mine", "\n    # why\n    path: ../a # mine\n    enabled: false"],
  ])("%j is disabled as %j, and enabled as it was", (before, after) => {
    const text = (value: string): string => `factorio: 2.0\nmods:\n  a: ${value}\n  b: 1.0\n`.replace("a: \n", "a:\n");
    const off = edit(text(before), { kind: "disable-mod", name: "a" });
    expect(off).toBe(text(after));
    expect(edit(off, { kind: "disable-mod", name: "a" })).toBe(off);
    expect(edit(off, { kind: "enable-mod", name: "a" })).toBe(text(before));
  });

  test("a range that cannot stand in braces without quotes gets some", () => {
    const off = edit("factorio: 2.0\nmods:\n  a: ^1.2, <2.0\n", { kind: "disable-mod", name: "a" });
    expect(off).toBe('factorio: 2.0\nmods:\n  a: { version: "^1.2, <2.0", enabled: false }\n');
  });

  test("of a table in lines only the word on being enabled goes", () => {
    const text = 'factorio: 2.0\nmods:\n  a:\n    version: ">= 1.2" # tried\n    enabled: false # for now\n  b: 1.0\n';
    const on = edit(text, { kind: "enable-mod", name: "a" });
    expect(on).toBe('factorio: 2.0\nmods:\n  a:\n    version: ">= 1.2" # tried\n  b: 1.0\n');
  });

  test("what is not asked for cannot be disabled, and `false` not enabled", () => {
    const text = "factorio: 2.0\nmods:\n  a: false\n";
    for (const kind of ["disable-mod", "enable-mod"] as const) {
      for (const name of ["a", "b"]) expect(edit(text, { kind, name })).toBe(text);
    }
    expect(() => edit("factorio: 2.0\n", { kind: "disable-mod", name: "base" })).toThrow("base is the game itself");
  });

  test("a file that is no manifest is refused with its place", () => {
    expect(() => edit("factorio: 2\n", set("a", "*"))).toThrow(/^mods\.yaml:1:11: /);
  });

  test("what cannot be changed safely is left to the reader", () => {
    const explicit = "factorio: 2.0\nmods:\n  ? a\n  : 1.0\n  ? b\n  : 1.0\n";
    const act = (): string => edit(explicit, set("zoo", "*"));
    expect(act).toThrow(FactorioLockError);
    expect(act).toThrow(
      expect.objectContaining({ code: "MANIFEST_INVALID", hint: expect.stringContaining("edit it yourself") }),
    );
  });

  const anyValue = fc.constantFrom<ModValue>(
    "*",
    ">= 1.0",
    "^1.2",
    "1.0.10",
    false,
    { path: "../x" },
    { wanted: "^1.2", enabled: false },
  );
  const anyEdit = (names: readonly string[]): fc.Arbitrary<ManifestEdit> => {
    const name = names.length > 0 ? fc.oneof(fc.constantFrom(...names), anyModName) : anyModName;
    return fc.oneof(
      fc.tuple(name, anyValue).map(([at, value]) => set(at, value)),
      name.map(remove),
    );
  };
  const anyText = fc.record({
    names: fc.uniqueArray(anyModName, { maxLength: 5 }),
    newline: fc.constantFrom("\n", "\r\n"),
    indent: fc.constantFrom("  ", "    ", " "),
    comments: fc.infiniteStream(fc.constantFrom("", "", "# note", "# a: b")),
    values: fc.infiniteStream(fc.constantFrom('"*"', "'^1.0'", "1.0.2", "false", "{ path: ../y }")),
    last: fc.boolean(),
  });

  test("law: an edit changes what it says, and no other line", () => {
    const anyCase = anyText.chain((shape) => anyEdit(shape.names).map((change) => ({ ...shape, change })));
    fc.assert(
      fc.property(anyCase, ({ names, newline, indent, comments, values, last, change }) => {
        const lines = ["# head", "factorio: 2.0 # line", "mods: # ours"];
        for (const name of names) {
          const above = comments.next().value;
          if (above !== "") lines.push(`${indent}${above}`);
          lines.push(`${indent}${JSON.stringify(name)}: ${values.next().value} ${comments.next().value}`);
        }
        lines.push("", "settings: {}", ...(last ? [""] : []));
        const text = lines.join(newline);
        const edited = edit(text, change).split(newline);
        if (change.kind !== "set-mod" && change.kind !== "remove-mod") throw new Error("not generated");
        const known = names.includes(change.name);
        const changed = lines.findIndex((line) => line.startsWith(`${indent}${JSON.stringify(change.name)}: `));
        if (change.kind === "remove-mod") expect(edited).toEqual(lines.filter((_, at) => at !== changed));
        else if (known) expect(edited.toSpliced(changed, 1)).toEqual(lines.toSpliced(changed, 1));
        else {
          const at = edited.findIndex((line, index) => line !== lines[index]);
          expect(edited.toSpliced(at, 1)).toEqual(lines);
          expect(edited[at]?.startsWith(names.length > 0 ? indent : "  ")).toBe(true);
        }
        const mods = parseManifest(edited.join(newline), "mods.yaml").mods;
        expect(mods.has(change.name)).toBe(change.kind === "set-mod");
      }),
    );
  });

  test("law: a mod added and removed again leaves the file as it was", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyModName, { minLength: 1, maxLength: 6 }),
        anyValue,
        ([name = "", ...others], value) => {
          const text = `factorio: 2.0\nmods:\n${others.map((other) => `  ${JSON.stringify(other)}: 1.0 # x\n`).join("")}`;
          expect(edit(text, set(name, value), remove(name))).toBe(text);
        },
      ),
    );
  });
});

/** A channel of a colour. */
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((number) => number + 0);

describe("formatNewManifest", () => {
  test("is a manifest with a comment at each key", () => {
    expect(
      formatNewManifest({ factorio: "2.0", expansion: false }),
    ).toBe(`# The mods of this game. After a change run \`factorio-lock install\`.

# The game version: a line like 2.0, or an exact version like 2.0.77.
factorio: "2.0"

# Whether this game has the expansion Space Age.
expansion: false

# The mods: "*" is any version; others are "1.2.3", ">= 1.2.0", "^1.2.0"; false keeps a mod out.
mods:
  # some-mod: "*"
`);
  });

  test("law: it holds what it was given", () => {
    const anyMods = fc.uniqueArray(
      fc.tuple(
        anyModName,
        fc.constantFrom<ModValue>("*", ">= 1.0", false, { path: "../x" }, { wanted: "^1.2", enabled: false }),
      ),
      {
        selector: ([name]) => name,
      },
    );
    fc.assert(
      fc.property(anyMods, fc.boolean(), (mods, expansion) => {
        const text = formatNewManifest({ factorio: "2.0.77", expansion, modDirectory: "../mods", mods: new Map(mods) });
        const manifest = parseManifest(text, "mods.yaml");
        expect(manifest).toMatchObject({ factorio: { text: "2.0.77" }, expansion, modDirectory: "../mods" });
        expect([...manifest.mods.keys()]).toEqual(mods.map(([name]) => name));
      }),
    );
  });

  test("law: it holds the settings that it was given", () => {
    const value = fc.oneof(
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
      fc.string({ unit: "grapheme" }),
      fc.record({ r: share, g: share, b: share, a: share }, { requiredKeys: ["r"] }),
    );
    const section = fc.dictionary(fc.string({ minLength: 1, unit: "grapheme-ascii" }), value, { minKeys: 1 });
    fc.assert(
      fc.property(section, section, (startup, runtime) => {
        const settings = { startup, "runtime-global": runtime };
        const text = formatNewManifest({ factorio: "2.0", expansion: false, settings });
        const read = parseManifest(text, "mods.yaml").settings;
        expect({ ...read?.startup }).toEqual({ ...startup });
        expect({ ...read?.["runtime-global"] }).toEqual({ ...runtime });
      }),
    );
  });

  test("refuses what no manifest can hold", () => {
    expect(() => formatNewManifest({ factorio: "x", expansion: false })).toThrow(/not a game version/);
    const mods = new Map([["../x", "*"]]);
    expect(() => formatNewManifest({ factorio: "2.0", expansion: false, mods })).toThrow(/not a mod name/);
  });
});
