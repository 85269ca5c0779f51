import { writeFileSync } from "node:fs";
import { type Fault, isChange, watchFiles } from "../install/faults.ts";

// Loaded before the executable: kills it at one of its calls on files below a folder, or counts those that change something.
const { KILL_BELOW = "", KILL_AT, KILL_COUNTS = "" } = process.env;
const fault: Fault = { kind: "kill" };
const watch = watchFiles(KILL_BELOW, KILL_AT === undefined ? {} : { at: Number(KILL_AT), fault });
if (KILL_AT === undefined) {
  process.once("exit", () => {
    const { calls } = watch;
    watch.stop();
    const changing = calls.flatMap((call, at) => (isChange(call) ? [at] : []));
    writeFileSync(KILL_COUNTS, JSON.stringify(changing));
  });
}
