import { nearest } from "@factorio-lock/core";
import yargs, { type Argv } from "yargs";
import { GLOBAL_OPTIONS } from "./globals.ts";
import type { Args, CommandSpec, OptionSpec } from "./spec.ts";
import { usage } from "./usage.ts";

/** A command line, understood. */
export interface Parsed {
  /** Absent where no command was named. */
  readonly spec: CommandSpec | undefined;
  /** The words of an unfinished command: `mirror` alone. */
  readonly words: readonly string[];
  readonly help: boolean;
  readonly args: Args;
}

type Values = Readonly<Record<string, unknown>> & { readonly _: readonly (string | number)[] };

/**
 * Reads the arguments that follow the program's name.
 *
 * @throws FactorioLockError USAGE, naming the argument at fault and what is near to it.
 */
export async function parse(args: readonly string[], specs: readonly CommandSpec[]): Promise<Parsed> {
  let found: CommandSpec | undefined;
  let values: Values = { _: [] };
  const take = (spec: CommandSpec | undefined) => (argv: unknown) => {
    found = spec;
    values = argv as Values;
  };
  const parser = yargs([...args])
    .parserConfiguration({
      "boolean-negation": false,
      "camel-case-expansion": false,
      "dot-notation": false,
      "duplicate-arguments-array": false,
      "greedy-arrays": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
    })
    .help(false)
    .version(false)
    .exitProcess(false)
    .fail(false);
  declare(parser, GLOBAL_OPTIONS);
  addCommands(parser, specs, 0, take);
  parser.command("$0", false, {}, take(undefined));
  try {
    await parser.parseAsync();
  } catch (error) {
    throw usage(`${(error as Error).message.trim()}.`, "run `factorio-lock --help` to see the commands.");
  }
  const words = wordsOf(args, values, found);
  const options = [...GLOBAL_OPTIONS, ...(found?.options ?? [])];
  const help = values["help"] === true;
  const parsed: Parsed = { spec: found, words, help, args: argsOf(values, found, options) };
  if (help) return parsed;
  if (!found && words.length > 0) throw unknownCommand(words, specs);
  checkOptions(values, options, found);
  if (found) checkPositionals(found, parsed.args.words);
  return parsed;
}

/** Adds the commands at one depth of words: `mirror`, then `serve` within it. */
function addCommands(
  parser: Argv,
  specs: readonly CommandSpec[],
  depth: number,
  take: (spec: CommandSpec | undefined) => (argv: unknown) => void,
): void {
  for (const word of new Set(specs.map((spec) => spec.words[depth] as string))) {
    const below = specs.filter((spec) => spec.words[depth] === word);
    const leaf = below.find((spec) => spec.words.length === depth + 1);
    parser.command(
      leaf ? word : `${word}`,
      false,
      (inner) => {
        if (leaf) return declare(inner, leaf.options ?? []);
        addCommands(inner, below, depth + 1, take);
        return inner.command("$0", false, {}, take(undefined));
      },
      take(leaf),
    );
  }
}

function declare(parser: Argv, options: readonly OptionSpec[]): Argv {
  for (const { name, alias, value } of options) {
    parser.option(name, {
      ...(alias === undefined ? {} : { alias }),
      ...(value === undefined ? { boolean: true } : { string: true, requiresArg: true }),
    });
  }
  return parser;
}

/** The arguments without dashes: the command's own, or all where no command was found. */
function wordsOf(_args: readonly string[], values: Values, spec: CommandSpec | undefined): string[] {
  return values._.map(String).slice(spec?.words.length ?? 0);
}

function argsOf(values: Values, spec: CommandSpec | undefined, options: readonly OptionSpec[]): Args {
  const words = values._.map(String).slice(spec?.words.length ?? 0);
  for (const { name, value, words: allowed, closed } of options) {
    const given = values[name];
    if (value === undefined || given === undefined) continue;
    if (closed && Array.isArray(allowed) && !allowed.includes(given)) {
      throw usage(`--${name} is one of ${allowed.join(", ")}, not "${given}".`);
    }
  }
  return {
    words,
    flag: (name) => values[name] === true,
    text: (name) => (typeof values[name] === "string" ? (values[name] as string) : undefined),
  };
}

function checkOptions(values: Values, options: readonly OptionSpec[], spec: CommandSpec | undefined): void {
  const known = options.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias]));
  const unknown = Object.keys(values).find((key) => key !== "_" && key !== "$0" && !known.includes(key));
  if (unknown === undefined) return;
  const dashed = unknown.length === 1 ? `-${unknown}` : `--${unknown}`;
  const command = ["factorio-lock", ...(spec?.words ?? [])].join(" ");
  const near = nearest(
    unknown,
    known.filter((name) => name.length > 1),
  );
  const first = near[0];
  throw usage(
    `${command} has no option ${dashed}.`,
    first === undefined ? `run \`${command} --help\` to see its options.` : `did you mean --${first}?`,
  );
}

function checkPositionals(spec: CommandSpec, words: readonly string[]): void {
  const command = `factorio-lock ${spec.words.join(" ")}`;
  const positionals = spec.positionals ?? [];
  const missing = positionals.find((positional, at) => positional.required && words[at] === undefined);
  if (missing) {
    throw usage(`${command} needs ${missing.name}: ${missing.says}.`, `run \`${command} --help\` to see examples.`);
  }
  const many = positionals.at(-1)?.many === true;
  if (!many && words.length > positionals.length) {
    const surplus = words[positionals.length] as string;
    throw usage(`${command} does not know what to do with "${surplus}".`, `run \`${command} --help\` to see its use.`);
  }
  positionals.forEach(({ name, closed, words: allowed }, at) => {
    const given = words[at];
    if (!closed || !Array.isArray(allowed) || given === undefined || allowed.includes(given)) return;
    const near = nearest(given, allowed)[0];
    throw usage(
      `${name} is one of ${allowed.join(", ")}, not "${given}".`,
      near === undefined ? undefined : `did you mean ${near}?`,
    );
  });
}

function unknownCommand(words: readonly string[], specs: readonly CommandSpec[]): Error {
  const depth = specs.some((spec) => spec.words.length > 1 && spec.words[0] === words[0]) ? 1 : 0;
  const siblings = specs.filter((spec) => !spec.hidden && (depth === 0 || spec.words[0] === words[0]));
  const names = [...new Set(siblings.map((spec) => spec.words[depth] as string))];
  const given = words[depth];
  const before = ["factorio-lock", ...words.slice(0, depth)].join(" ");
  if (given === undefined) return usage(`${before} needs one of: ${names.join(", ")}.`, `run \`${before} --help\`.`);
  const near = nearest(given, names)[0];
  return usage(
    `${before} has no command "${given}".`,
    near === undefined ? `run \`${before} --help\` to see the commands.` : `did you mean \`${before} ${near}\`?`,
  );
}
