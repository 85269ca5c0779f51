import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { outcomeOf, readPicture } from "../../testing/picture.ts";

const prose = readFileSync(new URL("../../../../docs/solver.md", import.meta.url), "utf8");
const examples = [...prose.matchAll(/^### (.+)$|^```picture\n([\s\S]*?)^```$/gm)];

describe("the worked examples of docs/solver.md", () => {
  let title = "";
  for (const [, heading, text] of examples) {
    if (heading !== undefined) title = heading;
    if (text === undefined) continue;
    test(title, async () => {
      const picture = readPicture(text);
      expect(await outcomeOf(picture)).toEqual(picture.expected);
    });
  }

  test("there are some for every part", () => expect(examples.length).toBeGreaterThan(20));
});
