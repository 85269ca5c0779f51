import { describe, expect, test } from "vitest";
import { PHASES } from "./phases.ts";
import { openPhase, stopAt } from "./stop.ts";

/** Only a hang takes so long; how long a stop takes is measured by `pnpm --filter @factorio-lock/bench stops`. */
const HANG = 20_000;

/** The exit code that the sandbox reports for a process ended by a signal. */
const KILLED = -1;

describe("Ctrl-C during", () => {
  test.each(PHASES.map((phase) => [phase.name, phase] as const))(
    "%s",
    async (_name, phase) => {
      const box = await openPhase(phase);
      try {
        const before = await box.snapshot();
        const { stopped, code, milliseconds } = await stopAt(
          phase,
          box,
          phase.busy[0] + 0.3 * (phase.busy[1] - phase.busy[0]),
        );
        // A machine can be so fast that the command was done: then there was nothing to stop.
        if (!stopped) return;
        // Node's own start ends at once if nobody listens to the signal yet: only a question to the portal shows that it is over.
        if (phase.asks || code !== KILLED) expect(code).toBe(130);
        expect(milliseconds).toBeLessThan(HANG);
        expect(await box.snapshot()).toEqual(before);
      } finally {
        await box.close();
      }
    },
    90_000,
  );
});
