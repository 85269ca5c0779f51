import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The lists of docs/architecture.md, "How to add …". */
const RECIPES = (readFileSync(join(root, "docs/architecture.md"), "utf8").split(/^## How to add …$/m)[1] ?? "")
  .split(/^### /m)
  .slice(1)
  .map((text) => ({
    title: text.slice(0, text.indexOf("\n")),
    example: /^Example: `([^`]+)`\.$/m.exec(text)?.[1] ?? "",
    files: [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, file]) => file as string),
  }));

/** The files below these folders that contain a text. */
function filesWith(text: string, ...folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name).replaceAll("\\", "/"))
      .filter((file) => /(?<!\.test)\.ts$/.test(file))
      .filter((file) => readFileSync(join(root, file), "utf8").includes(text)),
  );
}

const recipeOf = (title: string) => RECIPES.find((one) => one.title === title);

test("there are ten lists, and every file in them is there", () => {
  expect(RECIPES.map(({ title }) => title)).toEqual([
    "a command",
    "a flag",
    "an export format",
    "a source of mods",
    "an endpoint of the portal",
    "an endpoint of the mirror alone",
    "a deadline, a pause or a limit of requests",
    "a key of `mods.yaml`",
    "a key of `mods.lock`",
    "a rule of loading",
  ]);
  expect(RECIPES.flatMap(({ files }) => files).filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test.each([
  ["a command", "/textconv/", ["packages/cli/src"]],
  ["a flag", '"load-order"', ["packages/cli/src/commands/list"]],
  ["an export format", '"nix"', ["packages/cli/src"]],
  ["a source of mods", '"mod-pack"', ["packages/cli/src", "packages/game/src"]],
  ["an endpoint of the portal", "api/bookmarks", ["packages/portal/src", "packages/mirror/src"]],
  ["an endpoint of the mirror alone", "/healthz", ["packages/mirror/src"]],
  ["a deadline, a pause or a limit of requests", "limits.stallMs", ["packages/portal/src"]],
  ["a key of `mods.yaml`", "expansion", ["packages/core/src/manifest"]],
  ["a key of `mods.lock`", "minimumFactorio", ["packages/core/src/lockfile", "packages/core/testing"]],
  ["a rule of loading", '"misnamed"', ["packages/cli/src", "packages/game/src"]],
] as const)("the list for %s names every module that knows its example", (title, text, folders) => {
  const found = filesWith(text, ...folders);
  expect(found).not.toEqual([]);
  expect(found.filter((file) => !recipeOf(title)?.files.includes(file))).toEqual([]);
});

test("each file of a list speaks of the example", () => {
  const silent = RECIPES.flatMap(({ title, example, files }) =>
    files
      .filter((file) => {
        const text = readFileSync(join(root, file), "utf8");
        const pascal = example.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
        return ![example, pascal, pascal[0]?.toLowerCase() + pascal.slice(1)].some((word) => text.includes(word));
      })
      .map((file) => `${title}: ${file}`),
  );
  expect(silent).toEqual([]);
});
