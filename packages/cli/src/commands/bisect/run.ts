import { listOf } from "@factorio-lock/core";
import type { Runner } from "../../command/command.ts";
import { pathFlag } from "../../command/read-flags.ts";
import { codePieces } from "../../report/failure.ts";
import { count, hanging, line, tone } from "../../report/line.ts";
import { bisect } from "./bisect.ts";
import type { BISECT } from "./command.ts";

export const run: Runner<typeof BISECT> = async (context, args, tools) => {
  const data = await bisect(context, {
    game: pathFlag(context, args, "game"),
    command: args.words,
    output: args.flag("json") ? "stderr" : "inherit",
    sharesTerminal: tools.stdin.isTTY === true,
  });
  const { culprits, tries, mods } = data;
  const together =
    culprits.length > 1
      ? "They break it together: without any one of them, nothing is broken."
      : "Without it, nothing is broken.";
  const names = culprits.map(({ name }) => name);
  return {
    data,
    page: {
      out: culprits.map(({ name, version }) => line(tone.strong(name), ` ${version}`)),
      remarks: [
        line(
          `Found among ${count(mods, "mod")} in ${count(tries, "try", "tries")}. ${together} Nothing of the modpack was changed.`,
        ),
      ],
      hint: [
        line(),
        hanging(
          6,
          tone.notice("hint:"),
          " ",
          ...codePieces(
            `tell the author of ${listOf(names, "or")}; \`factorio-lock disable ${names[0]}\` leaves it out meanwhile. If the game is broken then as well, run this again.`,
          ),
        ),
      ],
    },
  };
};
