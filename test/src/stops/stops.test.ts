import { describe, expect, test } from "vitest";
import { PHASES } from "./phases.ts";
import { openPhase, stopAt } from "./stop.ts";

/** Only a hang takes so long; how long a stop takes is measured by `pnpm --filter @factorio-lock/bench stops`. */
const HANG = 20_000;

/** Where in the time that a phase usually takes it is stopped, until a stop meets it at work: machines differ. */
const SHARES = [0.3, 0.1, 0.6, -0.2, 1.2];

describe("Ctrl-C during", () => {
  test.each(PHASES.map((phase) => [phase.name, phase] as const))(
    "%s",
    async (_name, phase) => {
      const box = await openPhase(phase);
      try {
        const putBack = await box.keep();
        for (const share of SHARES) {
          const before = await box.snapshot();
          const [from, to] = phase.busy;
          const { stopped, code, milliseconds } = await stopAt(phase, box, from + share * (to - from));
          expect(milliseconds).toBeLessThan(HANG);
          if (code === 130) {
            expect(stopped).toBe(true);
            expect(await box.snapshot()).toEqual(before);
            return;
          }
          // Without a question to the portal nothing shows when a command is at work: it may have been done, or not yet have
          // listened.
          if (stopped && phase.asks) expect(code).toBe(130);
          await putBack();
        }
      } finally {
        await box.close();
      }
    },
    90_000,
  );
});
