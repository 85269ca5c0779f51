import type { Runner } from "../../command/command.ts";
import { helpAnswer, shownCommands } from "../../command/help-answer.ts";
import type { HELP } from "./command.ts";
import { helpTopic } from "./help.ts";
import { topicLines } from "./page.ts";

export const run: Runner<typeof HELP> = async (_context, { words }, { commands }) => {
  const spec = commands.find((command) => command.words.join(" ") === words.join(" "));
  const isGroup = commands.some((command) => command.words.length > 1 && command.words[0] === words[0]);
  if (words.length === 0 || spec || isGroup) return helpAnswer(spec, words, commands);
  const topic = helpTopic(
    words.join(" "),
    shownCommands(commands).map(({ name }) => name),
  );
  return { data: { topic: topic.name, commands: [] }, page: { out: topicLines(topic) } };
};
