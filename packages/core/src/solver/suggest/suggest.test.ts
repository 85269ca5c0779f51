import { expect, test } from "vitest";
import { outcomeOf, readPicture } from "../../../testing/picture.ts";

async function suggestions(picture: string): Promise<string[]> {
  const lines = await outcomeOf(readPicture(picture));
  return lines.flatMap((line) => (line.startsWith("$ factorio-lock ") ? [line.slice("$ factorio-lock ".length)] : []));
}

test("many versions of the game that do not help leave room for its line", async () => {
  const releases = Array.from({ length: 30 }, (_, at) => `alpha 1.0.${at} : base >= 2.0.${20 + at}, lib`);
  const rest = ["lib 1.0.0 :", "omega 1.0.0 : alpha >= 1.0.25"];
  expect(await suggestions(["factorio 2.0.10", "want alpha", "want omega", ...releases, ...rest].join("\n"))).toEqual([
    "set factorio 2.0",
  ]);
});

test("of several game versions that help the one nearest to the manifest's", async () => {
  const picture = `
    factorio 2.0.76
    want alpha
    alpha 1.0.0 : base < 2.0.20
    alpha 2.0.0 : base < 2.0.40
    alpha 3.0.0 : base < 2.0.41
    alpha 4.0.0 : base < 2.0.30`;
  expect(await suggestions(picture)).toEqual(["set factorio 2.0.40", "remove alpha"]);
});

test("for a line the nearest is the newest of its versions that some fact names", async () => {
  const picture = `
    want alpha
    alpha 1.0.0 : base < 2.0.20
    alpha 2.0.0 : base = 2.0.40`;
  expect(await suggestions(picture)).toEqual(["set factorio 2.0.40", "remove alpha"]);
});

test("other lines: the two nearest, of equally near ones the newer first", async () => {
  const made = ["0.17", "0.18", "1.0", "2.0", "2.1"].map((line, at) => `alpha 1.0.${at} (${line}) :`);
  expect(await suggestions(["factorio 1.1", "want alpha", ...made].join("\n"))).toEqual([
    "set factorio 2.0",
    "set factorio 1.0",
    "remove alpha",
  ]);
});

test("the last version before a line stands for the line before it", async () => {
  const picture = `
    factorio 2.1
    want alpha
    alpha 1.0.0 (2.0) :
    alpha 2.0.0 (2.1) : base < 2.1`;
  expect(await suggestions(picture)).toEqual(["set factorio 2.0", "remove alpha"]);
});

test("a wider range and two removals have their room, whatever game versions help", async () => {
  const picture = `
    factorio 2.0.20
    want alpha <= 2.0
    want beta
    alpha 0.1.0 (1.1) :
    alpha 1.0.0 : delta
    alpha 3.0.0 :
    beta 0.1.0 (1.1) :
    beta 1.0.0 :
    delta 1.0.0 : ! beta
    delta 2.0.0 : base >= 2.0.28`;
  expect(await suggestions(picture)).toEqual([
    "set factorio 2.0.28",
    "set factorio 2.0",
    'add "alpha@<= 3.0.0"',
    "remove alpha",
    "remove beta",
  ]);
});

test("a wider range keeps the end that is not in the way, and one exact version becomes another", async () => {
  const releases = "want beta\nalpha 1.0.0 :\nalpha 1.5.0 :\nalpha 3.0.0 :\nbeta 1.0.0 : alpha <= 1.0";
  const removals = ["remove alpha", "remove beta"];
  expect(await suggestions(`want alpha ^1.2\n${releases}`)).toEqual(['add "alpha@>= 1.0.0 < 2.0.0"', ...removals]);
  expect(await suggestions(`want alpha 1.5.0\n${releases}`)).toEqual(["add alpha@1.0.0", ...removals]);
});

test("several ranges are widened together, no more of them than needed; all removals of one size have their say", async () => {
  const libs = "lib1 1.0.0 :\nlib1 2.0.0 :\nlib2 1.0.0 :\nlib2 2.0.0 :\nlib3 1.0.0 :\nlib3 2.0.0 :";
  const asked = "want lib1 1.0.0\nwant lib2 1.0.0\nwant lib3 1.0.0\nwant big";
  expect(await suggestions(`${asked}\n${libs}\nbig 1.0.0 : lib1 >= 2.0, lib2 >= 2.0`)).toEqual([
    "add lib1@2.0.0 && factorio-lock add lib2@2.0.0",
    "remove big",
  ]);
  expect(
    await suggestions(`${asked.replace("want big", "ask big")}\n${libs}\nbig 1.0.0 : lib1 >= 2.0, lib2 >= 2.0`),
  ).toEqual(["add lib1@2.0.0 && factorio-lock add lib2@2.0.0", "remove lib1 lib2"]);
  const three = [1, 2, 3].map((at) => `want m${at}\nm${at} 1.0.0 : l = ${at}.0.0\nl ${at}.0.0 :`);
  expect(await suggestions(three.join("\n"))).toEqual(["remove m2 m3", "remove m1 m3", "remove m1 m2"]);
});
