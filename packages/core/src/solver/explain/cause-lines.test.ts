import { expect, test } from "vitest";
import { solve } from "../../../testing/ask.ts";
import { readPicture, sourceOf } from "../../../testing/picture.ts";

/** The answer and the causes of a picture without a solution. */
async function told(text: string, near: (name: string) => readonly string[] = () => []): Promise<string[]> {
  const picture = readPicture(text);
  const solved = await solve(picture.request, { ...sourceOf(picture), near: async (name) => near(name) });
  if (solved.kind === "solved") throw new Error("it solves");
  return [solved.answer, ...solved.causes];
}

test("what is lacking is told once, with all that hangs on it, and what its author may have meant", async () => {
  const text = `
    want sail
    want mast
    want boat
    want lamp
    lamp 1.0.0 :
    sail 1.0.0 : Rope
    mast 1.0.0 : sail
    boat 1.0.0 : mast`;
  expect(await told(text, (name) => (name === "Rope" ? ["rope"] : []))).toEqual([
    "3 of the 4 mods in your mods.yaml cannot be installed: boat, mast and sail",
    "Rope is not on the mod portal (rope is): needed by sail, and through it by boat and mast.",
  ]);
});

test("no reason is dropped, and mods of which the same holds stand in one sentence", async () => {
  const text = `
    want aaaa >= 2.0
    want bbbb >= 3.0
    want cccc
    want dddd
    want eeee
    aaaa 1.0.0 :
    bbbb 1.0.0 :
    cccc 1.0.0 :
    dddd 1.0.0 (1.1) :
    eeee 1.0.0 (1.1) :`;
  expect(await told(text)).toEqual([
    "4 of the 5 mods in your mods.yaml cannot be installed: aaaa, bbbb, dddd and eeee",
    "aaaa is asked for at >= 2.0, but the newest for Factorio 2.0 is 1.0.0.",
    "bbbb is asked for at >= 3.0, but the newest for Factorio 2.0 is 1.0.0.",
    "dddd and eeee have no release for Factorio 2.0 (only for 1.1).",
  ]);
});

test("versions that are only old are told in one sentence", async () => {
  const mods = ["a", "b", "c"].map((name) => `want ${name} 1.0.0\n${name} 1.0.0 (1.1) :\n${name} 2.0.0 :`);
  expect(await told(mods.join("\n"))).toEqual([
    "none of the 3 mods in your mods.yaml can be installed",
    "a, b and c have releases for Factorio 2.0, but newer ones than your mods.yaml asks for.",
  ]);
});

test("mods that do not go together: each pair by its facts, many that all exclude each other in one sentence", async () => {
  const pair = "want a\nwant b\na 1.0.0 : l = 1.0\nb 1.0.0 : l = 2.0\nl 1.0.0 :\nl 2.0.0 :";
  expect(await told(pair)).toEqual([
    "a and b cannot be installed together",
    "a and b: a 1.0.0 needs l 1.0.0 and b 1.0.0 needs l 2.0.0.",
  ]);
  const three = [1, 2, 3].map((at) => `want m${at}\nm${at} 1.0.0 : l = ${at}.0.0\nl ${at}.0.0 :`);
  const [answer, ...causes] = await told(three.join("\n"));
  expect(answer).toBe("m1, m2 and m3 cannot be installed together");
  expect(causes).toHaveLength(1);
  expect(causes[0]).toMatch(/^Only one of m1, m2 and m3 can stay: .*m1 1\.0\.0 needs l 1\.0\.0/);
});

test("a game line is named once, however its releases write it", async () => {
  const text = "want a\na 1.0.0 (0.16) :\na 2.0.0 (0.17) :\na 3.0.0 (0.17.0) :";
  expect(await told(text)).toEqual([
    "a cannot be installed",
    "a has no release for Factorio 2.0 (only for 0.16 and 0.17).",
  ]);
});

test("of many unlike facts only the mods are named, as the proof is there for whoever wants it", async () => {
  const releases = [1, 2, 3].flatMap((at) => [
    `a ${at}.0.0 : x = ${at}.0, y = ${at}.0`,
    `x ${at}.0.0 : ! y`,
    `y ${at}.0.0 :`,
  ]);
  expect(await told(["want a", ...releases].join("\n"))).toEqual([
    "a cannot be installed",
    expect.stringMatching(/^a: /),
  ]);
});
