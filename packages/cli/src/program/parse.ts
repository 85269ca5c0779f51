import { nearest } from "@factorio-lock/core";
import { Parser } from "yargs/helpers";
import type { AnyArgs, CommandSpec, OptionSpec, Words } from "../command/command.ts";
import { GLOBAL_OPTIONS } from "../command/global-flags.ts";
import { usageError } from "../command/usage-error.ts";
import { commandHint, optionHint, refuseMistaken } from "./mistaken.ts";

/** A parsed command line. */
export interface Parsed {
  /** Absent if no command was named. */
  readonly spec: CommandSpec | undefined;
  /** The words of an unfinished command: `mirror` alone. */
  readonly words: readonly string[];
  readonly help: boolean;
  readonly args: AnyArgs;
}

type Values = Readonly<Record<string, unknown>> & { readonly _: readonly (string | number)[] };

/** Every word is taken literally. */
const CONFIGURATION: Partial<Parser.Configuration> = {
  "boolean-negation": false,
  "camel-case-expansion": false,
  "dot-notation": false,
  "duplicate-arguments-array": true,
  "greedy-arrays": false,
  "parse-numbers": false,
  "parse-positional-numbers": false,
};

/**
 * Parses the arguments after the program's name. The parser gets the flags of all commands, so that it finds the command
 * wherever it is among them; flags that the command does not have are refused afterwards.
 *
 * @throws FactorioLockError USAGE, naming the argument at fault and a similar one.
 */
export function parse(args: readonly string[], specs: readonly CommandSpec[]): Parsed {
  refuseInherited(args);
  const known = [...GLOBAL_OPTIONS, ...specs.flatMap(({ options = [] }) => options)];
  refuseValues(args, known);
  const { argv, error } = Parser.detailed(splitShortFlags(args, known), {
    ...parserOptions(known),
    configuration: CONFIGURATION,
  });
  if (error) {
    const option = /^Not enough arguments following: (\S+)/.exec(error.message)?.[1];
    const message = option === undefined ? "The command line cannot be understood." : `--${option} needs a value.`;
    throw usageError(message, "run the command with --help to see its options.");
  }
  const values: Values = argv;
  const all = values._.map(String);
  const spec = specs.find(({ words }) => words.every((word, at) => all[at] === word));
  const words = all.slice(spec?.words.length ?? 0);
  const options = [...GLOBAL_OPTIONS, ...(spec?.options ?? [])];
  const help = last(values["help"]) === true;
  const parsed: Parsed = { spec, words, help, args: argsOf(values, words) };
  if (help) return parsed;
  if (!spec && words.length > 0) throw unknownCommand(words, specs);
  checkOptions(values, options, spec);
  if (spec) checkPositionals(spec, words);
  return parsed;
}

/** The words of the command that a command line names, even if it cannot be parsed; empty if it names none. */
export function commandIn(args: readonly string[], specs: readonly CommandSpec[]): readonly string[] {
  const end = args.indexOf("--");
  const options: readonly OptionSpec[] = [...GLOBAL_OPTIONS, ...specs.flatMap((spec) => spec.options ?? [])];
  const separate = splitShortFlags(end < 0 ? args : args.slice(0, end), options);
  const takesValue = (word: string | undefined) =>
    word !== undefined &&
    options.some(({ name, alias, value }) => value !== undefined && (word === `--${name}` || word === `-${alias}`));
  const plain = separate.filter((word, at) => !word.startsWith("-") && !takesValue(separate[at - 1]));
  return specs.find(({ words }) => words.every((word, at) => plain[at] === word))?.words ?? [];
}

/** Refuses names that every object has (`--constructor`, `--__proto__`), because the parser breaks on them. */
function refuseInherited(args: readonly string[]): void {
  const end = args.indexOf("--");
  for (const arg of end < 0 ? args : args.slice(0, end)) {
    const name = /^--([^=]+)/.exec(arg)?.[1];
    if (name !== undefined && name in Object.prototype) {
      throw usageError(`factorio-lock has no option --${name}.`, "run the command with --help to see its options.");
    }
  }
}

/** Refuses values of switches, because the parser takes them for not given: `--frozen=1` would install without --frozen. */
function refuseValues(args: readonly string[], known: readonly OptionSpec[]): void {
  const end = args.indexOf("--");
  for (const arg of end < 0 ? args : args.slice(0, end)) {
    const [, name, value] = /^--([^=]+)=(.*)$/s.exec(arg) ?? [];
    const meant = known.filter((option) => option.name === name);
    if (meant.length === 0 || meant.some((option) => option.value !== undefined)) continue;
    if (value !== "true" && value !== "false") {
      throw usageError(`--${name} takes no value, not "${value}".`, `write --${name} alone.`);
    }
  }
}

/** Splits `-Cdir` into `-C dir`: the parser takes all the letters for flags, even if the first one takes a value. */
function splitShortFlags(args: readonly string[], options: readonly OptionSpec[]): string[] {
  const letters = options.flatMap(({ alias, value }) => (value !== undefined && alias !== undefined ? [alias] : []));
  const end = args.indexOf("--");
  return args.flatMap((arg, at) => {
    const [, flags = "", rest] = /^-([A-Za-z]+)(.*)$/s.exec(arg) ?? [];
    const wants = flags.split("").findIndex((letter) => letters.includes(letter)) + 1;
    const value = `${flags.slice(wants)}${rest}`;
    if (wants === 0 || value.startsWith("=") || (end >= 0 && at > end)) return [arg];
    const others = wants > 1 ? [`-${flags.slice(0, wants - 1)}`] : [];
    return [...others, `-${flags[wants - 1]}`, ...(value === "" ? [] : [value])];
  });
}

/** The options in the parser's format; `narg` with NaN means exactly one value. */
function parserOptions(options: readonly OptionSpec[]): Pick<Parser.Options, "alias" | "boolean" | "string" | "narg"> {
  const valued = options.filter(({ value }) => value !== undefined).map(({ name }) => name);
  return {
    alias: Object.fromEntries(options.flatMap(({ name, alias }) => (alias === undefined ? [] : [[name, alias]]))),
    boolean: options.filter(({ value }) => value === undefined).map(({ name }) => name),
    string: valued,
    narg: Object.fromEntries(valued.map((name) => [name, Number.NaN])),
  };
}

function argsOf(values: Values, words: readonly string[]): AnyArgs {
  return {
    words,
    flag: (name) => last(values[name]) === true,
    text: (name) => {
      const value = last(values[name]);
      return typeof value === "string" ? value : undefined;
    },
    all: (name) => [values[name] ?? []].flat().map(String),
  };
}

/** If a flag is given several times, its last value counts. */
function last(value: unknown): unknown {
  return Array.isArray(value) ? value.at(-1) : value;
}

function checkOptions(values: Values, options: readonly OptionSpec[], spec: CommandSpec | undefined): void {
  for (const { name, value, words: allowed, closed } of options) {
    const given = last(values[name]);
    if (value === undefined || typeof given !== "string") continue;
    if (given.trim() === "") throw usageError(`--${name} needs ${nounOf(allowed)}; it is empty.`);
    if (!closed || !Array.isArray(allowed) || allowed.includes(given)) continue;
    throw usageError(`--${name} is one of ${allowed.join(", ")}, not "${given}".`);
  }
  const known = options.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias]));
  const unknown = Object.keys(values).find((key) => values[key] !== undefined && !["_", ...known].includes(key));
  if (unknown === undefined) return;
  const dashed = unknown.length === 1 ? `-${unknown}` : `--${unknown}`;
  const command = ["factorio-lock", ...(spec?.words ?? [])].join(" ");
  const near = nearest(
    unknown,
    known.filter((name) => name.length > 1),
  );
  const first = near[0];
  throw usageError(
    `${command} has no option ${dashed}.`,
    optionHint(spec?.words ?? [], dashed) ??
      (first === undefined ? `run \`${command} --help\` to see its options.` : `did you mean --${first}?`),
  );
}

/** The noun for the value of an option or argument. */
function nounOf(words: Words | undefined): string {
  return words === "folders" ? "a folder" : words === "files" ? "a file" : "a value";
}

function checkPositionals(spec: CommandSpec, words: readonly string[]): void {
  const command = `factorio-lock ${spec.words.join(" ")}`;
  refuseMistaken(spec.words.join(" "), words);
  const positionals = spec.positionals ?? [];
  const missing = positionals.find((positional, at) => positional.required && words[at] === undefined);
  if (missing) {
    throw usageError(
      `${command} needs ${missing.name}: ${missing.summary}.`,
      `run \`${command} --help\` to see examples.`,
    );
  }
  const many = positionals.at(-1)?.many === true;
  if (!many && words.length > positionals.length) {
    const surplus = words[positionals.length] as string;
    throw usageError(
      `${command} does not know what to do with "${surplus}".`,
      `run \`${command} --help\` to see its use.`,
    );
  }
  positionals.forEach(({ name, closed, words: allowed }, at) => {
    const given = words[at];
    const isPath = allowed === "folders" || allowed === "files";
    if (isPath && given?.trim() === "") throw usageError(`${name} is ${nounOf(allowed)}; it is empty.`);
    if (!closed || !Array.isArray(allowed) || given === undefined || allowed.includes(given)) return;
    const near = nearest(given, allowed)[0];
    throw usageError(
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
  if (given === undefined)
    return usageError(`${before} needs one of: ${names.join(", ")}.`, `run \`${before} --help\`.`);
  const elsewhere = depth === 0 ? commandHint(given) : undefined;
  if (elsewhere !== undefined) return usageError(`${before} has no command "${given}".`, elsewhere);
  const near = nearest(given, names)[0];
  return usageError(
    `${before} has no command "${given}".`,
    near === undefined ? `run \`${before} --help\` to see the commands.` : `did you mean \`${before} ${near}\`?`,
  );
}
