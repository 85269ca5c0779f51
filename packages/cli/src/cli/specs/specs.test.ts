import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { TOPIC_NAMES } from "../../help/names.ts";
import { TOPICS } from "../../help/topics.ts";
import { DOCUMENTS } from "../../schemas/documents.ts";
import { GLOBAL_OPTIONS } from "../globals.ts";
import { COMMANDS } from "./index.ts";

test("every command can be loaded, and has a document", async () => {
  for (const command of COMMANDS) {
    const { words } = command;
    expect(typeof (await command.load()).run, words.join(" ")).toBe("function");
    expect(Object.keys(DOCUMENTS)).toContain(words.join(" "));
  }
});

test("a flag of one name is the same kind of flag everywhere, so that the parser can know all at once", () => {
  const kinds = new Map<string, boolean>();
  for (const { name, value } of [...GLOBAL_OPTIONS, ...COMMANDS.flatMap(({ options = [] }) => options)]) {
    const takesValue = value !== undefined;
    expect(kinds.get(name) ?? takesValue, name).toBe(takesValue);
    kinds.set(name, takesValue);
  }
});

test("only the last argument of a command takes all that follow", () => {
  for (const { positionals = [] } of COMMANDS) {
    expect(positionals.slice(0, -1).some(({ many }) => many)).toBe(false);
  }
});

test("the topics of help are those that are named", () => {
  expect(TOPICS.map(({ name }) => name)).toEqual(TOPIC_NAMES);
});

const guide = new URL("../../../../../docs/commands.md", import.meta.url);

test.skipIf(!existsSync(guide))("docs/commands.md tells of every command and every flag", () => {
  const sections = readFileSync(guide, "utf8").split(/^### /m);
  for (const { words, options = [], hidden } of COMMANDS) {
    if (hidden) continue;
    const section = sections.find((text) => text.startsWith(`\`${words.join(" ")}\``));
    expect(section, words.join(" ")).toBeDefined();
    for (const { name, says } of options) {
      expect(section).toContain(`--${name}`);
      expect(section).toContain(says);
    }
  }
  for (const { name } of GLOBAL_OPTIONS) expect(sections[0]).toContain(`--${name}`);
});
