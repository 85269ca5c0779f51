import { cleanText } from "@factorio-lock/core";
import type { Host } from "../host/host.ts";
import type { Ask } from "../project/context.ts";
import { isCi } from "../project/context.ts";
import { interrupted } from "./failure.ts";
import type { Settings } from "./settings.ts";

/** Creates `ask` if a person can answer: input and output are terminals, without `--json` and outside CI. */
export function createAsk(host: Host, { json, quiet }: Settings): { readonly ask?: Ask } {
  const isInteractive = !json && !quiet && !isCi(host) && host.stderr.isTTY === true && host.stdin.isTTY === true;
  if (!isInteractive) return {};
  return {
    ask: {
      text: async (message) => unwrap<string>(await (await prompts()).text({ message, ...streams(host) })),
      secret: async (message) =>
        unwrap<string>(await (await prompts()).password({ message, mask: "", ...streams(host) })),
      choose: async (message, choices) => {
        const options = choices.map(({ value, label, hint }) => ({
          value,
          label: cleanText(label),
          ...(hint ? { hint } : {}),
        }));
        return unwrap<string>(
          await (await prompts()).select({ message: cleanText(message), options, ...streams(host) }),
        );
      },
      confirm: async (message, { yes, no, initial }) => {
        const words = { message: cleanText(message), active: yes, inactive: no, initialValue: initial, vertical: true };
        return unwrap<boolean>(await (await prompts()).confirm({ ...words, ...streams(host) }));
      },
    },
  };
}

type Prompts = typeof import("@clack/prompts");

function prompts(): Promise<Prompts> {
  return import("@clack/prompts");
}

/**
 * Questions are not data, so that they go to stderr. Each gets a signal of its own, because a question never removes its
 * listener, and Node warns about more than ten.
 */
function streams({ stdin, stderr, signal }: Host) {
  return { input: stdin, output: stderr, signal: AbortSignal.any([signal]) } as unknown as {
    input: NodeJS.ReadStream;
    output: NodeJS.WriteStream;
  };
}

/** Returns an answer. @throws FactorioLockError INTERRUPTED if the user pressed Ctrl-C. */
function unwrap<T extends string | boolean>(answer: T | symbol): T {
  if (typeof answer === "symbol") throw interrupted();
  return answer;
}
