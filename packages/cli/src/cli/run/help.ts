import { helpTopic } from "../../commands/help.ts";
import { helpPage } from "../../report/help.ts";
import { topicLines } from "../../report/topic.ts";
import type { Runner } from "../spec.ts";
import { COMMANDS } from "../specs/index.ts";

export const run: Runner = async (_context, { words }) => {
  const spec = COMMANDS.find((command) => command.words.join(" ") === words.join(" "));
  const isGroup = COMMANDS.some((command) => command.words.length > 1 && command.words[0] === words[0]);
  const shown = COMMANDS.filter(({ hidden }) => !hidden).map(({ words: name, says }) => ({
    name: name.join(" "),
    says,
  }));
  if (words.length === 0 || spec || isGroup) {
    return {
      data: { topic: words.join(" ") || null, commands: shown },
      page: { out: helpPage(spec, words, COMMANDS) },
    };
  }
  const topic = helpTopic(
    words.join(" "),
    shown.map(({ name }) => name),
  );
  return { data: { topic: topic.name, commands: [] }, page: { out: topicLines(topic) } };
};
