// The bundle of the executable. bin/factorio-lock.js calls `main`; a program that runs many command lines calls `run`.
export { main } from "./program/main.ts";
export { run } from "./program/run.ts";
