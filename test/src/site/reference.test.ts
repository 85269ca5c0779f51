import { expect, test } from "vitest";
import { COMMANDS } from "../../../packages/cli/src/commands/index.ts";
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

test("every error code is listed with its exit code, and says what it means", () => {
  const page = pages.get("reference/error-codes.md") ?? "";
  for (const [code, exit] of Object.entries(EXIT_CODES)) {
    expect(page).toMatch(new RegExp(`^\\| \`${code}\` \\| ${exit} \\| \\S.{15,} \\|$`, "m"));
  }
});
