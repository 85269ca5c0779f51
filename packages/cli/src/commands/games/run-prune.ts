import type { Runner } from "../../command/command.ts";
import { count, line } from "../../report/line.ts";
import type { GAMES_PRUNE } from "./command.ts";
import { gamesPrune } from "./prune.ts";

export const run: Runner<typeof GAMES_PRUNE> = async (context, args) => {
  const data = await gamesPrune(context, args.words);
  const { removed, kept, directory } = data;
  return {
    data,
    page: {
      out: removed.map((name) => line(`- ${name}`)),
      remarks: [line(`${count(removed.length, "game")} deleted from ${directory}, ${kept.length} kept.`)],
    },
  };
};
