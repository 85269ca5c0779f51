// The bundle of the executable: bin/factorio-lock.js calls `main`; whoever runs many command lines in one process calls `run`.
export { main } from "./program/main.ts";
export { run } from "./program/run.ts";
