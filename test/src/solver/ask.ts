import {
  outdated as plainOutdated,
  resolve as plainResolve,
  solve as plainSolve,
  upgrade as plainUpgrade,
} from "@factorio-lock/core";
import { asCommands } from "../../../packages/core/testing/as-commands.ts";

/** The solver, asked as the commands ask; and plainly, for the law that this changes nothing. */
export const { resolve, solve, outdated, upgrade, resolvePlainly } = asCommands({
  resolve: plainResolve,
  solve: plainSolve,
  outdated: plainOutdated,
  upgrade: plainUpgrade,
});
