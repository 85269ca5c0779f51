import { outdated as plainOutdated } from "../src/solver/outdated.ts";
import { resolve as plainResolve } from "../src/solver/resolve.ts";
import { solve as plainSolve } from "../src/solver/solve.ts";
import { upgrade as plainUpgrade } from "../src/solver/upgrade/upgrade.ts";
import { asCommands } from "./as-commands.ts";

/** The solver's functions, called as the commands call them. */
export const { resolve, solve, outdated, upgrade } = asCommands({
  resolve: plainResolve,
  solve: plainSolve,
  outdated: plainOutdated,
  upgrade: plainUpgrade,
});
