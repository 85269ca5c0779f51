import { helpTopic } from "../../commands/help.ts";
import { topicLines } from "../../report/topic.ts";
import { helpAnswer, shownCommands } from "../help-answer.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (_context, { words }, { commands }) => {
  const spec = commands.find((command) => command.words.join(" ") === words.join(" "));
  const isGroup = commands.some((command) => command.words.length > 1 && command.words[0] === words[0]);
  if (words.length === 0 || spec || isGroup) return helpAnswer(spec, words, commands);
  const topic = helpTopic(
    words.join(" "),
    shownCommands(commands).map(({ name }) => name),
  );
  return { data: { topic: topic.name, commands: [] }, page: { out: topicLines(topic) } };
};
