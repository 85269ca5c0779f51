import type { Answer, CommandSpec } from "./command.ts";
import { helpPage } from "./help-page.ts";

/** Returns the help for one command, for the commands of a group such as `mirror`, or for all. */
export function helpAnswer(spec: CommandSpec | undefined, words: readonly string[], commands: readonly CommandSpec[]) {
  const topic = (spec?.words ?? words).join(" ") || null;
  const data = { topic, commands: shownCommands(commands) };
  return { data, page: { out: helpPage(spec, words, commands) } } satisfies Answer;
}

/** The commands that help lists. */
export function shownCommands(commands: readonly CommandSpec[]): { readonly name: string; readonly summary: string }[] {
  return commands.filter(({ hidden }) => !hidden).map(({ words, summary }) => ({ name: words.join(" "), summary }));
}
