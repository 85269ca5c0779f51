import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** The rules of docs/security.md: no headings, no tables, nothing that only leads to other pages or says what is not promised. */
const NO_RULES =
  /^(?:What factorio-lock protects|What a mirror's clients|\[SECURITY\.md\]|SHA-1 is what|It finds damage|It does not stop)/;

function sentences(): string[] {
  return read("docs/security.md")
    .split(/\n\n|\n(?=- )/)
    .filter((block) => !/^\s*[#|]/.test(block))
    .flatMap((block) => {
      const plain = block
        .replace(/^\s*- /, "")
        .replace(/\s+/g, " ")
        .trim()
        .replaceAll("**", "");
      return plain.split(/(?<=[.:]) (?=[A-Z`])/);
    })
    .filter((sentence) => sentence !== "" && !NO_RULES.test(sentence));
}

/** The rows of the table in docs/testing.md. */
function rows(): { readonly start: string; readonly file: string }[] {
  const section = read("docs/testing.md").split("## The rules of security")[1]?.split("\n## ")[0] ?? "";
  return [...section.matchAll(/^\| (.+) \| `(.+)` \|$/gm)].map(([, start, file]) => {
    return { start: start as string, file: file as string };
  });
}

test("each sentence of docs/security.md has a row in docs/testing.md, and each row a sentence", () => {
  const all = rows();
  expect(all.length).toBeGreaterThan(50);
  expect(sentences().filter((sentence) => !all.some(({ start }) => sentence.startsWith(start)))).toEqual([]);
  expect(all.filter(({ start }) => !sentences().some((sentence) => sentence.startsWith(start)))).toEqual([]);
});

test("each test that is named there exists", () => {
  expect(rows().filter(({ file }) => !existsSync(join(root, file)))).toEqual([]);
});
