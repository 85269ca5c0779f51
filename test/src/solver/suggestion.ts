import type { Requirement } from "@factorio-lock/core";
import type { Case } from "./case.ts";
import { readGame, readRequirement } from "./notation.ts";
import { withRequest } from "./outcome.ts";

/** The case after a suggested command, as the command line would carry it out. */
export function applySuggestion(given: Case, command: string): Case {
  return command.split(" && ").reduce(applyCommand, given);
}

function applyCommand(given: Case, command: string): Case {
  const [program, verb, ...words] = shellWords(command);
  if (program !== "factorio-lock") throw new Error(`not a command of ours: ${command}`);
  const requirements = new Map<string, Requirement>(given.request.requirements);
  if (verb === "set" && words[0] === "factorio" && words.length === 2) {
    return withRequest(given, { game: readGame(words[1] as string) });
  }
  if (verb === "set" && words[0] === "expansion" && words[1] === "true") return withRequest(given, { expansion: true });
  if (verb === "remove" && words.length > 0) {
    for (const name of words) if (!requirements.delete(name)) throw new Error(`nothing to remove: ${command}`);
    return withRequest(given, { requirements });
  }
  if (verb === "add" && words.length > 0) {
    for (const word of words) {
      const at = word.indexOf("@");
      const name = at < 0 ? word : word.slice(0, at);
      requirements.set(name, readRequirement(name, at < 0 ? "*" : word.slice(at + 1)));
    }
    return withRequest(given, { requirements });
  }
  throw new Error(`not a command that a suggestion may be: ${command}`);
}

/** The words of a command line, single and double quotes understood. */
function shellWords(command: string): string[] {
  return [...command.matchAll(/(?:'([^']*)'|"([^"]*)"|([^\s'"]+))+/g)].map(([word]) => word.replace(/['"]/g, ""));
}
