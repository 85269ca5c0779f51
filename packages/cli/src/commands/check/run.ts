import type { Runner } from "../../command/command.ts";
import { numberFlag, pathFlag } from "../../command/read-flags.ts";
import { count, hanging, line, tone } from "../../report/line.ts";
import { check } from "./check.ts";
import type { CHECK } from "./command.ts";

export const run: Runner<typeof CHECK> = async (context, args) => {
  const { result, failure } = await check(context, {
    game: pathFlag(context, args, "game"),
    timeout: numberFlag(args, "timeout", 1, 3600),
  });
  const { directory, order, problems, game } = result;
  const by = game ? `Factorio ${game.version} loads` : "The game would load";
  return {
    data: result,
    page: {
      out: problems.map(({ message }) => hanging(2, tone.bad("✗"), " ", message)),
      remarks: failure
        ? []
        : [line(`${by} ${directory}/ as it is locked: ${count(order.length, "mod")}, those of the game among them.`)],
    },
    ...(failure ? { failure } : {}),
  };
};
