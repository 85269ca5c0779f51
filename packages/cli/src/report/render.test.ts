import { cleanJson, cleanText } from "@factorio-lock/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hanging, line, tone, whole } from "./line.ts";
import { render, widthOf } from "./render.ts";

const paper = { width: 20, color: false, redact: (text: string) => text };

describe("render", () => {
  test("breaks between words, and goes on as far in as the line says", () => {
    expect(render([hanging(2, "one two three four five six")], paper)).toBe("one two three four\n  five six\n");
  });

  test("leaves a word whole that is wider than the terminal", () => {
    expect(render([line("see https://example.org/a/long/address now")], paper)).toBe(
      "see\nhttps://example.org/a/long/address\nnow\n",
    );
  });

  test("breaks no word that runs through several tones", () => {
    expect(render([line("aaaa bbbb cccc ", tone.strong("dd"), "dddd")], paper)).toBe("aaaa bbbb cccc\ndddddd\n");
  });

  test("takes blanks off the end, and leaves any number of them within", () => {
    const within = " ".repeat(200_000);
    expect(render([whole("a", within, "b", "   ")], paper)).toBe(`a${within}b\n`);
  });

  test("leaves whole what is to be copied", () => {
    expect(render([whole("one two three four five six")], paper)).toBe("one two three four five six\n");
  });

  test("colours after it has broken", () => {
    const text = render([line(tone.good("one two three four five"))], { ...paper, color: true });
    expect(text).toBe(
      "\u001b[32mone\u001b[39m \u001b[32mtwo\u001b[39m \u001b[32mthree\u001b[39m \u001b[32mfour\u001b[39m\n\u001b[32mfive\u001b[39m\n",
    );
  });

  test("redacts, and cleans what comes from outside before it adds colours of its own", () => {
    const redact = (text: string) => text.replaceAll("secret", "[token]");
    const lines = [line("a\u001b[31mb\u0007 ", tone.bad("c\u202ed secret"))];
    expect(render(lines, { width: 80, color: true, redact })).toBe("a[31mb \u001b[31mcd [token]\u001b[39m\n");
  });

  test("no line is wider than the terminal but for a single word, and no word is lost", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 60 }), fc.integer({ min: 0, max: 2 }), (list, width, hang) => {
        const rows = render([hanging(hang, list.join(" "))], { ...paper, width })
          .trimEnd()
          .split("\n");
        expect(rows.every((row) => widthOf(row) <= width)).toBe(true);
        expect(rows.map((row) => row.trim()).join(" ")).toBe(list.join(" "));
      }),
    );
  });
});

describe("text from outside", () => {
  test("loses every control character, and nothing else", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const clean = cleanText(text);
        expect(clean).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(cleanText(clean)).toBe(clean);
      }),
    );
    expect(cleanText("Zażółć 模组 🚂\tx")).toBe("Zażółć 模组 🚂 x");
  });

  test("keeps its meaning in JSON", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const json = cleanJson(JSON.stringify({ text }, null, 2));
        expect(JSON.parse(json)).toEqual({ text });
        expect(json).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e]/u);
      }),
    );
  });
});
