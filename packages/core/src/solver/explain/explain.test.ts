import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { outcomeOf, readPicture } from "../../../testing/picture.ts";

const STORIES = readFileSync(new URL("../../../testing/stories.txt", import.meta.url), "utf8");

describe("explanations", () => {
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
    const reported = await outcomeOf(readPicture(lines.join("\n")));
    expect(reported.filter((line) => / needs chair-/.test(line))).toHaveLength(30);
    expect(reported).toContain("There are 12 more facts of this kind.");
  });

  test("no more names than can be read: the rest is counted", async () => {
    const names = Array.from({ length: 23 }, (_, at) => `lamp-${String(at + 1).padStart(2, "0")}`);
    const toldOf = async (wanted: string[]) =>
      outcomeOf(readPicture(wanted.flatMap((name) => [`want ${name}`, `${name} 1.0.0 (1.1) :`]).join("\n")));
    expect(await toldOf(names)).toContain(
      `Your mods.yaml asks for ${names.slice(0, 20).join(", ")} and 3 others, but they have no release for Factorio 2.0 (only for 1.1).`,
    );
    expect((await toldOf(names.slice(0, 20)))[1]).toMatch(/ lamp-19 and lamp-20, but they have no release /);
  });
});
