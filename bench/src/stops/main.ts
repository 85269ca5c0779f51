// How long each phase takes to heed Ctrl-C: the built executable, stopped at random moments. Usage: pnpm --filter
// @factorio-lock/bench stops [STOPS [PHASE]]; the packages must be built.
import { PHASES } from "../../../test/src/stops/phases.ts";
import { openPhase, stopAt } from "../../../test/src/stops/stop.ts";

const [stops = "20", only] = process.argv.slice(2);
console.log("| phase | stops | median, ms | longest, ms | ended before |");
console.log("| --- | ---: | ---: | ---: | ---: |");
for (const phase of PHASES) {
  if (only !== undefined && !phase.name.includes(only)) continue;
  const box = await openPhase(phase);
  const keep = await box.keep();
  const times: number[] = [];
  let early = 0;
  for (let turn = 0; turn < Number(stops); turn++) {
    const { stopped, code, milliseconds } = await stopAt(phase, box, Math.random());
    if (stopped && code === 130) times.push(milliseconds);
    else early++;
    await keep();
  }
  await box.close();
  times.sort((a, b) => a - b);
  const ms = (at: number) => times[at]?.toFixed(0) ?? "";
  console.log(`| ${phase.name} | ${times.length} | ${ms(times.length >> 1)} | ${ms(times.length - 1)} | ${early} |`);
}
