import { describe, expect, test } from "vitest";
import { resolve } from "../../../testing/ask.ts";
import { readPicture, sourceOf } from "../../../testing/picture.ts";

async function heldIn(text: string): Promise<string[]> {
  const picture = readPicture(text);
  const { heldBack } = await resolve(picture.request, sourceOf(picture));
  return heldBack.map(({ name, version, newest, by }) => `${name} ${version.text} < ${newest.text}: ${by.join(", ")}`);
}

describe("mods that others hold back", () => {
  test("an old release without bounds wins, and who needs an older one is named", async () => {
    const text = `
want a
want b
a 1.0.0 :
a 2.0.0 : too-old
too-old 1.0.0 : b < 2.0
b 1.0.0 :
b 2.0.9 :`;
    expect(await heldIn(text)).toEqual(["b 1.0.0 < 2.0.9: too-old"]);
  });

  test("through what the newest needs: who rules that out", async () => {
    const text = `
want alpha
want beta
alpha 1.0.0 :
alpha 2.0.0 : lib >= 2.0
beta 1.0.0 : lib < 2.0
lib 1.0.0 :
lib 2.0.0 :`;
    expect(await heldIn(text)).toEqual(["alpha 1.0.0 < 2.0.0: beta"]);
  });

  test("a mod that comes first and would be older is in the way", async () => {
    const text = `
want alpha
want beta
alpha 1.0.0 :
alpha 2.0.0 : gamma
gamma 1.0.0 : delta < 2.0
beta 1.0.0 :
beta 2.0.0 : other
other 1.0.0 : delta >= 2.0
delta 1.0.0 :
delta 2.0.0 :`;
    expect(await heldIn(text)).toEqual(["beta 1.0.0 < 2.0.0: alpha"]);
  });

  test("what the manifest's own range leaves out is not held back by another mod", async () => {
    expect(await heldIn("want alpha < 2.0\nalpha 1.0.0 :\nalpha 2.0.0 :")).toEqual([]);
  });

  test("a locked release that could move is not held back; one that could not is", async () => {
    const loose = "want alpha\nlock alpha 1.0.0\nalpha 1.0.0 :\nalpha 2.0.0 : lib\nlib 1.0.0 :";
    expect(await heldIn(loose)).toEqual([]);
    const held = "want alpha\nwant beta\nlock alpha 1.0.0\nalpha 1.0.0 :\nalpha 2.0.0 :\nbeta 1.0.0 : alpha < 2.0";
    expect(await heldIn(held)).toEqual(["alpha 1.0.0 < 2.0.0: beta"]);
  });

  test("a newest release that is for another game line holds nothing back", async () => {
    expect(await heldIn("want alpha\nalpha 1.0.0 :\nalpha 2.0.0 (1.1) :")).toEqual([]);
  });
});
