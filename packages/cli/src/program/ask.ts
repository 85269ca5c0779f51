import { cleanText } from "@factorio-lock/core";
import type { Host } from "../host/host.ts";
import type { Ask } from "../project/context.ts";
import { isCi } from "../project/context.ts";
import { interrupted } from "./failure.ts";
import type { Settings } from "./settings.ts";

/** The questions, where a person is there to answer: a terminal at both ends, no `--json`, no CI. */
export function createAsk(host: Host, { json, quiet }: Settings): { readonly ask?: Ask } {
  const someone = !json && !quiet && !isCi(host) && host.stderr.isTTY === true && host.stdin.isTTY === true;
  if (!someone) return {};
  return {
    ask: {
      text: async (message) => answered<string>(await (await prompts()).text({ message, ...streams(host) })),
      secret: async (message) =>
        answered<string>(await (await prompts()).password({ message, mask: "", ...streams(host) })),
      choose: async (message, choices) => {
        const options = choices.map(({ value, label, hint }) => ({
          value,
          label: cleanText(label),
          ...(hint ? { hint } : {}),
        }));
        return answered<string>(
          await (await prompts()).select({ message: cleanText(message), options, ...streams(host) }),
        );
      },
      confirm: async (message, { yes, no, initial }) => {
        const words = { message: cleanText(message), active: yes, inactive: no, initialValue: initial, vertical: true };
        return answered<boolean>(await (await prompts()).confirm({ ...words, ...streams(host) }));
      },
    },
  };
}

type Prompts = typeof import("@clack/prompts");

function prompts(): Promise<Prompts> {
  return import("@clack/prompts");
}

/**
 * Questions are no data: they go to stderr. Each has a signal of its own, since a question leaves its listener behind, and Node
 * warns of more than ten.
 */
function streams({ stdin, stderr, signal }: Host) {
  return { input: stdin, output: stderr, signal: AbortSignal.any([signal]) } as unknown as {
    input: NodeJS.ReadStream;
    output: NodeJS.WriteStream;
  };
}

/** An answer; whoever presses Ctrl-C at a question stops the command. */
function answered<T extends string | boolean>(answer: T | symbol): T {
  if (typeof answer === "symbol") throw interrupted();
  return answer;
}
