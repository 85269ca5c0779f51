import { TOPIC_NAMES } from "../help/names.ts";
import { codePieces } from "../report/failure.ts";
import { BLANK, hanging, type Line, line, tone, whole } from "../report/line.ts";
import type { CommandSpec, OptionSpec, PositionalSpec } from "./command.ts";
import { GLOBAL_OPTIONS } from "./global-flags.ts";

const GROUPS: readonly (readonly [CommandSpec["group"], string])[] = [
  ["modpack", "Change a modpack"],
  ["look", "Look at a modpack"],
  ["portal", "The mod portal"],
  ["machine", "This machine"],
  ["more", "More"],
];

/** The first commands that most people need. */
const firstCommands = (): readonly (readonly [command: string, summary: string])[] => [
  ["sync friday.zip", "have the mods of a save, a server or a friend's pack, in a new folder or over this modpack"],
  ["init", "begin a modpack of your own; then `factorio-lock add MOD`"],
  ["launch", "play it"],
  ["export zip", "hand it to a friend, who needs neither factorio-lock nor an account"],
  ["settings export", "take over the mod settings that you changed in the game"],
];

/** The help text for one command, for the commands of a group such as `mirror`, or for all. */
export function helpPage(
  spec: CommandSpec | undefined,
  words: readonly string[],
  commands: readonly CommandSpec[],
): Line[] {
  if (spec) return commandHelp(spec);
  const below = commands.filter((command) => command.words.length > 1 && command.words[0] === words[0]);
  return below.length > 0 ? groupHelp(words[0] as string, below) : overview(commands);
}

function overview(commands: readonly CommandSpec[]): Line[] {
  const lines = [
    hanging(
      0,
      tone.strong("factorio-lock"),
      ...codePieces(
        " gives the same Factorio mods everywhere: mods.yaml says what you want, mods.lock says exactly which releases, and `install` puts them there.",
      ),
    ),
    BLANK,
    usageLine("factorio-lock COMMAND"),
    BLANK,
    line(tone.strong("To begin")),
    ...pairs(firstCommands()),
  ];
  for (const [group, title] of GROUPS) {
    const members = commands.filter((command) => command.group === group && !command.hidden);
    lines.push(
      BLANK,
      line(tone.strong(title)),
      ...pairs(members.map((command) => [command.words.join(" "), command.summary])),
    );
  }
  return [
    ...lines,
    BLANK,
    line(tone.strong("With every command")),
    ...pairs(GLOBAL_OPTIONS.map((option) => [optionName(option), option.summary])),
    BLANK,
    hanging(
      0,
      ...codePieces("`factorio-lock COMMAND --help` says more about a command, `factorio-lock help TOPIC` about:"),
    ),
    hanging(2, `  ${TOPIC_NAMES.join(", ")}`),
  ];
}

function groupHelp(word: string, below: readonly CommandSpec[]): Line[] {
  return [
    usageLine(`factorio-lock ${word} COMMAND`),
    BLANK,
    ...pairs(below.map((command) => [command.words.join(" "), command.summary])),
  ];
}

function commandHelp(spec: CommandSpec): Line[] {
  const lines: Line[] = [
    hanging(0, sentence(spec.summary)),
    BLANK,
    usageLine(["factorio-lock", ...spec.words, ...(spec.positionals ?? []).map(positionalName), "[OPTIONS]"].join(" ")),
  ];
  for (const paragraph of spec.about ?? []) lines.push(BLANK, hanging(0, ...codePieces(paragraph)));
  if (spec.positionals?.length) {
    lines.push(BLANK, line(tone.strong("Arguments")));
    lines.push(...pairs(spec.positionals.map((positional) => [positional.name, positional.summary])));
  }
  if (spec.options?.length) {
    lines.push(BLANK, line(tone.strong("Options")));
    lines.push(...pairs(spec.options.map((option) => [optionName(option), option.summary])));
  }
  lines.push(BLANK, line(tone.strong("With every command")));
  lines.push(...pairs(GLOBAL_OPTIONS.map((option) => [optionName(option), option.summary])));
  if (spec.examples?.length) {
    lines.push(BLANK, line(tone.strong("Examples")));
    for (const { command, summary } of spec.examples)
      lines.push(whole("  ", tone.code(command)), hanging(6, `      ${summary}`));
  }
  return lines;
}

function usageLine(text: string): Line {
  return hanging(7, tone.strong("Usage:"), " ", tone.code(text));
}

function positionalName({ name, required, many }: PositionalSpec): string {
  const shown = many ? `${name}…` : name;
  return required ? shown : `[${shown}]`;
}

function optionName({ name, alias, value }: OptionSpec): string {
  const short = alias === undefined ? "" : `-${alias}, `;
  return `${short}--${name}${value === undefined ? "" : ` ${value}`}`;
}

/** Names and their descriptions, in two columns. */
function pairs(rows: readonly (readonly [string, string])[]): Line[] {
  const widest = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => hanging(widest + 4, "  ", tone.code(name.padEnd(widest + 2)), ...codePieces(text)));
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
