import { expect, test } from "vitest";
import { COMMANDS } from "../../../packages/cli/src/commands/index.ts";
import { documentOf } from "../../../packages/cli/src/commands/schema/documents.ts";
import { EXIT_CODES } from "../../../packages/cli/src/result/exit-code.ts";
import { referencePages } from "./pages.ts";

const pages = new Map((await referencePages()).map(({ path, text }) => [path, text]));

test("every command has a page with each of its flags, examples and arguments", () => {
  for (const { words, hidden, options = [], positionals = [], examples = [] } of COMMANDS) {
    if (hidden) continue;
    const page = pages.get(`reference/commands/${words.join("-")}.md`) ?? "";
    expect(page, words.join(" ")).toContain(`# ${words.join(" ")}\n`);
    for (const { name } of options) expect(page).toContain(`--${name}`);
    for (const { name } of positionals) expect(page).toContain(`\`${name.replaceAll("|", "\\|")}\``);
    for (const { command } of examples) expect(page).toContain(command);
  }
});

test("the page of a command has every field of its document, with its description", async () => {
  for (const command of COMMANDS.filter(({ hidden }) => !hidden)) {
    const page = pages.get(`reference/commands/${command.words.join("-")}.md`) ?? "";
    const { schema } = await documentOf(command);
    const forms = (schema["anyOf"] ?? [schema]) as readonly { readonly properties: object }[];
    for (const field of forms.flatMap(({ properties }) => Object.keys(properties))) {
      expect(page, command.words.join(" ")).toMatch(new RegExp(`^\\| \`${field}\\??\` \\| \\S.{5,} \\|$`, "m"));
    }
  }
});

test("every error code is listed with its exit code, and says what it means", () => {
  const page = pages.get("reference/error-codes.md") ?? "";
  for (const [code, exit] of Object.entries(EXIT_CODES)) {
    expect(page).toMatch(new RegExp(`^\\| \`${code}\` \\| ${exit} \\| \\S.{15,} \\|$`, "m"));
  }
});
