import { FactorioLockError, nearest } from "@factorio-lock/core";
import type { Topic } from "../../help/topic.ts";
import { TOPICS } from "../../help/topics.ts";

/** @throws FactorioLockError USAGE with near names if there is no such topic. */
export function helpTopic(name: string, commands: readonly string[]): Topic {
  // `help exit codes` means the topic `exit-codes`.
  const wanted = name.toLowerCase().replaceAll(/\s+/g, "-");
  const topic = TOPICS.find((candidate) => candidate.name === wanted);
  if (topic) return topic;
  const names = TOPICS.map((candidate) => candidate.name);
  const near = nearest(name, [...names, ...commands])[0];
  throw new FactorioLockError("USAGE", `There is no help about "${name}".`, {
    hint: near === undefined ? `the topics are ${names.join(", ")}.` : `did you mean \`factorio-lock help ${near}\`?`,
  });
}
