import { describe, expect, test } from "vitest";
import { upgrade as ask } from "../../../testing/ask.ts";
import { readPicture, sourceOf } from "../../../testing/picture.ts";
import { FactorioLockError } from "../../error.ts";
import { type GameVersion, parseGameVersion } from "../../game/game-version.ts";
import type { Upgrade } from "./upgrade.ts";

const upgrade = (text: string, line: string): Promise<Upgrade> => {
  const picture = readPicture(text);
  return ask(picture.request, parseGameVersion(line) as GameVersion, sourceOf(picture));
};

/** An upgrade's outcome without the installed mods: versions as text. */
async function told(text: string, line = "2.1") {
  const { selection: _, movable, ...rest } = await upgrade(text, line);
  return { ...rest, movable: movable.map((mod) => ({ ...mod, version: mod.version.text })) };
}

test("each mod is ready, held by another, or without a release", async () => {
  const text = `
    want lamp
    want mast
    want old
    want sail
    lamp 1.0.0 :
    lamp 2.0.0 (2.1) : rope
    mast 2.0.0 (2.1) : base, old
    old 1.0.0 :
    rope 1.0.0 (2.1) :
    sail 2.0.0 (2.1) : mast, cloth >= 2.0
    cloth 1.0.0 (2.1) :`;
  expect(await told(text)).toEqual({
    movable: [{ name: "lamp", version: "2.0.0", because: [] }],
    blocked: [
      { name: "mast", reason: "needs", because: ["old"] },
      { name: "old", reason: "no-release", because: [] },
      { name: "sail", reason: "needs", because: expect.arrayContaining([expect.stringMatching(/^(?:old|cloth)$/)]) },
    ],
    largest: ["lamp"],
    exact: true,
    loosened: [],
    needed: [],
    builtin: [],
  });
});

test("of mods that do not go together as many as can be, and who keeps the others out", async () => {
  const text = `
    want a
    want b
    want c
    a 1.0.0 (2.1) : ! b, ! c
    b 1.0.0 (2.1) :
    c 1.0.0 (2.1) :`;
  const { movable, largest, exact } = await told(text);
  expect({ largest, exact }).toEqual({ largest: ["b", "c"], exact: true });
  expect(movable.find(({ name }) => name === "a")?.because).toMatchObject([expect.stringMatching(/^[bc]$/)]);
});

test("a range without a release is loosened to its lower end, for what there is and what is to come", async () => {
  const text = `
    want exact 1.2.0
    want caret ^1.2
    want below < 2.0
    want high 9.0.0
    exact 1.2.0 :
    exact 2.0.0 (2.1) :
    caret 1.3.0 :
    caret 2.0.0 (2.1) :
    below 1.0.0 :
    below 2.0.0 (2.1) :
    high 9.0.0 :
    high 8.0.0 (2.1) :`;
  const { loosened, blocked, movable } = await told(text);
  expect(loosened).toEqual([
    { name: "below", from: "< 2.0", to: "*", hasRelease: true },
    { name: "caret", from: "^1.2", to: ">= 1.2.0", hasRelease: true },
    { name: "exact", from: "1.2.0", to: ">= 1.2.0", hasRelease: true },
    { name: "high", from: "9.0.0", to: ">= 9.0.0", hasRelease: false },
  ]);
  expect(blocked).toEqual([{ name: "high", reason: "no-release", because: [] }]);
  expect(movable.map(({ name }) => name)).toEqual(["below", "caret", "exact"]);
});

test("a mod that stays behind but is needed is only no longer asked for", async () => {
  const text = `
    want big
    want lib = 2.0
    big 1.0.0 (2.1) : lib = 1.0
    other 1.0.0 (2.1) : lib = 1.0
    want other
    lib 1.0.0 (2.1) :
    lib 2.0.0 (2.1) :`;
  const { largest, needed } = await told(text);
  expect({ largest, needed }).toEqual({ largest: ["big", "other"], needed: ["lib"] });
});

describe("what changes between 2.0 and 2.1 in the game itself", () => {
  test("quality needs the recycler", async () => {
    const { builtin, movable } = await told("expansion\nwant quality\nwant lamp\nlamp 1.0.0 (2.1) : quality");
    expect(builtin).toEqual([
      { name: "quality", neededBy: ["lamp"] },
      { name: "recycler", neededBy: ["quality"] },
    ]);
    expect(movable.map(({ name, version }) => `${name} ${version}`)).toEqual(["lamp 1.0.0", "quality 2.1"]);
  });

  test("space-age does without quality where that is kept out, which it cannot on 2.0", async () => {
    const text = "expansion\nrefuse quality\nwant space-age";
    expect(await told(text, "2.0")).toMatchObject({ blocked: [{ name: "space-age" }], largest: [] });
    expect(await told(text, "2.1")).toMatchObject({ blocked: [], largest: ["space-age"] });
  });

  test("without the expansion its mods do not move, and hold back what needs them", async () => {
    const { blocked } = await told("want quality\nwant lamp\nlamp 1.0.0 (2.1) : recycler");
    expect(blocked).toEqual([
      { name: "lamp", reason: "needs", because: ["recycler"] },
      { name: "quality", reason: "no-release", because: [] },
    ]);
  });
});

test("a portal that cannot be asked ends it: nothing is told of what was not seen", async () => {
  const picture = readPicture("want lamp\nlamp 1.0.0 (2.1) : rope\nrope 1.0.0 (2.1) :");
  const get = async (name: string) => {
    if (name === "rope") throw new FactorioLockError("OFFLINE", "no network");
    return picture.mods.get(name);
  };
  await expect(ask(picture.request, parseGameVersion("2.1") as GameVersion, { get })).rejects.toThrow("no network");
});
