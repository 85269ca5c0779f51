import type { Runner } from "../../command/command.ts";
import { pathFlag } from "../../command/read-flags.ts";
import { codePieces } from "../../report/failure.ts";
import { count, hanging, type Line, line, tone } from "../../report/line.ts";
import type { GAMES } from "./command.ts";
import { games } from "./games.ts";
import type { ListedGame } from "./result.ts";

export const run: Runner<typeof GAMES> = async (context, args) => {
  const data = await games(context, { game: pathFlag(context, args, "game") });
  const none = hanging(
    0,
    ...codePieces(
      "hint: `--game DIR` or FACTORIO_GAME names a game that is elsewhere; `factorio-lock games install` fetches a server.",
    ),
  );
  return {
    data,
    page: {
      out: data.games.flatMap(lines),
      remarks: [
        line(
          data.games.length === 0 ? "No game was found on this machine." : `${count(data.games.length, "game")} found.`,
        ),
      ],
      ...(data.games.length === 0 ? { hint: [line(), none] } : {}),
    },
  };
};

const KINDS = { headless: "headless server", alpha: "without the expansion", expansion: "with Space Age" } as const;

function lines({ version, kind, origin, directory, modDirectory, builtin }: ListedGame): Line[] {
  const mods = builtin.map((mod) => (mod.version === version ? mod.name : `${mod.name} ${mod.version}`)).join(", ");
  return [
    line(tone.strong(`Factorio ${version}`), `, ${KINDS[kind]} (${origin})`),
    hanging(12, tone.faint("  folder    "), directory),
    hanging(12, tone.faint("  mods      "), modDirectory),
    hanging(12, tone.faint("  builtin   "), mods),
  ];
}
