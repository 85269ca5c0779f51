import { describe, expect, test } from "vitest";
import { resolve } from "../../../testing/ask.ts";
import { readPicture, sourceOf } from "../../../testing/picture.ts";

async function answerOf(text: string): Promise<{ readonly mods: string; readonly warnings: readonly string[] }> {
  const picture = readPicture(text);
  const { mods, warnings } = await resolve(picture.request, sourceOf(picture));
  return {
    mods: mods.map(({ name, release }) => `${name} ${release.version.text}`).join(", "),
    warnings: warnings.map(({ message }) => message),
  };
}

describe("recommended mods", () => {
  test("are added in rounds: first what the answer recommends, then what that does", async () => {
    const text = `
want a
a 1.0.0 : + c, + d
c 1.0.0 : + b
d 1.0.0 : ! b
b 1.0.0 :`;
    // By name b would come before d; but only c recommends it.
    const { mods, warnings } = await answerOf(text);
    expect(mods).toBe("a 1.0.0, c 1.0.0, d 1.0.0");
    expect(warnings).toEqual(["b, which c recommends, was left out: d 1.0.0 does not work with b."]);
  });

  test("make no chosen mod older, and lose none", async () => {
    const text = `
want a
want b
a 1.0.0 : + x
b 1.0.0 :
b 2.0.0 :
x 1.0.0 : b < 2.0`;
    expect((await answerOf(text)).mods).toBe("a 1.0.0, b 2.0.0");
  });

  test("may move a mod that only its lock holds to a newer release", async () => {
    const text = `
want a
want b
lock b 1.0.0
a 1.0.0 : + x
b 1.0.0 :
b 2.0.0 :
x 1.0.0 : b >= 2.0`;
    expect((await answerOf(text)).mods).toBe("a 1.0.0, b 2.0.0, x 1.0.0");
  });

  test("that nobody knows, or that the manifest refuses, are left out: the first with a warning", async () => {
    const text = `
want a
refuse y
a 1.0.0 : + x, + y`;
    const { mods, warnings } = await answerOf(text);
    expect(mods).toBe("a 1.0.0");
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^x, which a recommends, was left out: /);
  });
});
