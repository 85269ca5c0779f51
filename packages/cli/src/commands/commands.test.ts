import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ArgsOf, OptionSpec } from "../command/command.ts";
import { GLOBAL_OPTIONS } from "../command/global-flags.ts";
import { TOPIC_NAMES } from "../help/names.ts";
import { TOPICS } from "../help/topics.ts";
import type { ADD } from "./add/command.ts";
import { COMMANDS } from "./index.ts";

test("every command can be loaded", async () => {
  for (const command of COMMANDS) expect(typeof (await command.load()).run, command.words.join(" ")).toBe("function");
});

test("a flag that a command does not declare is an error of the compiler", () => {
  const args: ArgsOf<typeof ADD> = { flag: () => false, text: () => undefined, all: () => [], words: [] };
  expect(args.flag("no-install")).toBe(false);
  expect(args.flag("quiet")).toBe(false);
  // @ts-expect-error a letter is missing
  expect(args.flag("no-instal")).toBe(false);
  // @ts-expect-error a switch has no value
  expect(args.text("no-install")).toBeUndefined();
});

test("a flag of one name is the same kind of flag everywhere, so that the parser can know all at once", () => {
  const kinds = new Map<string, boolean>();
  const all: readonly OptionSpec[] = [...GLOBAL_OPTIONS, ...COMMANDS.flatMap(({ options = [] }) => options)];
  for (const { name, value } of all) {
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

const guide = new URL("../../../../docs/commands.md", import.meta.url);

test.skipIf(!existsSync(guide))("docs/commands.md describes every command and every flag", () => {
  const sections = readFileSync(guide, "utf8").split(/^### /m);
  for (const { words, options = [], hidden } of COMMANDS) {
    if (hidden) continue;
    const section = sections.find((text) => text.startsWith(`\`${words.join(" ")}\``));
    expect(section, words.join(" ")).toBeDefined();
    for (const { name, summary } of options) {
      expect(section).toContain(`--${name}`);
      expect(section).toContain(summary);
    }
  }
  for (const { name } of GLOBAL_OPTIONS) expect(sections[0]).toContain(`--${name}`);
});
