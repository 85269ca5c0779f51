import { type GameBuild, isGameBuild } from "@factorio-lock/core";
import type { Runner } from "../../command/command.ts";
import { pathFlag } from "../../command/read-flags.ts";
import { line, tone } from "../../report/line.ts";
import type { GAMES_INSTALL } from "./command.ts";
import { gamesInstall } from "./install.ts";

export const run: Runner<typeof GAMES_INSTALL> = async (context, args) => {
  const build = args.text("build") ?? "";
  const data = await gamesInstall(context, {
    version: args.words[0],
    build: isGameBuild(build) ? (build satisfies GameBuild) : undefined,
    playerData: pathFlag(context, args, "player-data"),
    serverSettings: pathFlag(context, args, "server-settings"),
  });
  const { version, kind, directory, present } = data;
  return {
    data,
    page: {
      out: [
        line(
          tone.strong(`Factorio ${version}`),
          ` (${kind}) ${present ? "is there already" : "was unpacked"}: ${directory}`,
        ),
      ],
    },
  };
};
