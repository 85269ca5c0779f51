import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { outcomeOf, readPicture } from "../../../testing/picture.ts";

const STORIES = readFileSync(new URL("../../../testing/stories.txt", import.meta.url), "utf8");

describe("what is told", () => {
  const [, ...stories] = STORIES.split(/^# /m);
  test.each(stories.map((story) => story.split(/\n([\s\S]*)/) as [string, string]))("%s", async (_title, text) => {
    const picture = readPicture(text);
    expect(picture.expected.length).toBeGreaterThan(1);
    expect(await outcomeOf(picture)).toEqual(picture.expected);
  });

  test("no more facts than can be read: the rest is counted", async () => {
    const lines: string[] = [];
    for (let guest = 1; guest <= 7; guest++) lines.push(`want guest-${guest}`);
    for (let chair = 1; chair <= 6; chair++) {
      for (let guest = 1; guest <= 7; guest++) {
        lines.push(`guest-${guest} ${chair}.0.0 : chair-${chair} = ${guest}.0`, `chair-${chair} ${guest}.0.0 :`);
      }
    }
    const told = await outcomeOf(readPicture(lines.join("\n")));
    expect(told.filter((line) => / needs chair-/.test(line))).toHaveLength(30);
    expect(told).toContain("There are 12 more facts of this kind.");
  });
});
