// How long each phase takes to heed Ctrl-C: the built executable, stopped at random moments. Usage: pnpm --filter
// @factorio-lock/bench stops [STOPS [PHASE]]; the packages must be built.
import { PHASES, type Phase } from "../../../test/src/stops/phases.ts";
import { openPhase, stopAt } from "../../../test/src/stops/stop.ts";
import { nextWindow, type Window } from "./window.ts";

/** So many tries are made for each stop that is wanted: some come before the program listens, or after its end. */
const TRIES = 4;

const [stops = "20", only = ""] = process.argv.slice(2);
console.log("| phase | stops | median, ms | longest, ms | too early | too late |");
console.log("| --- | ---: | ---: | ---: | ---: | ---: |");
for (const phase of PHASES) if (phase.name.includes(only)) console.log(await rowOf(phase, Number(stops)));

async function rowOf(phase: Phase, wanted: number): Promise<string> {
  const box = await openPhase(phase);
  const times: number[] = [];
  let [early, late] = [0, 0];
  try {
    const keep = await box.keep();
    let window: Window = { from: phase.busy[0], to: phase.busy[1] };
    for (let tries = wanted * TRIES; times.length < wanted && tries > 0; tries--) {
      const delay = window.from + Math.random() * (window.to - window.from);
      const { stopped, code, milliseconds } = await stopAt(phase, box, delay);
      const outcome = stopped && code === 130 ? "heeded" : stopped && code < 0 ? "too early" : "too late";
      if (outcome === "heeded") times.push(milliseconds);
      else if (outcome === "too early") early++;
      else late++;
      window = nextWindow(window, delay, outcome);
      await keep();
    }
  } finally {
    await box.close();
  }
  times.sort((a, b) => a - b);
  const ms = (at: number) => times[at]?.toFixed(0) ?? "";
  return `| ${phase.name} | ${times.length} | ${ms(times.length >> 1)} | ${ms(times.length - 1)} | ${early} | ${late} |`;
}
