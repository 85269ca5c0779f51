import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const packages = join(import.meta.dirname, "../../packages");

/** File ids go beyond 2⁵³ on Windows: whoever compares them as numbers takes two files for one. */
test("no file id is read but by `fileId`, which keeps every digit", () => {
  const readers = readdirSync(packages).flatMap((name) => {
    const source = join(packages, name, "src");
    return readdirSync(source, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .filter((file) =>
        /\.ino\b|\{[^{}]*\bino\b[^{}]*\}(?:: Pick<BigIntStats| = [\w.]*stat)/i.test(
          readFileSync(join(source, file), "utf8"),
        ),
      )
      .map((file) => `${name}/${file.replaceAll("\\", "/")}`);
  });
  // The mirror's own field of that name is a text.
  expect(readers.sort()).toEqual(["disk/file-id.ts", "mirror/folder/entry.ts"]);
});
