import type { VerifyProblem } from "@factorio-lock/game";
import type { Runner } from "../../command/command.ts";
import { pathFlag } from "../../command/read-flags.ts";
import { count, line, type Piece, tone } from "../../report/line.ts";
import { table } from "../../report/table.ts";
import type { VERIFY } from "./command.ts";
import { verify } from "./verify.ts";

const COLUMNS = [{ title: "mod", loose: true }, { title: "file", loose: true }, { title: "problem" }];

const WORDS: Readonly<Record<VerifyProblem["problem"], string>> = {
  missing: "missing",
  checksum: "other content than locked",
  unreadable: "cannot be read",
  disabled: "switched off, or at another version, in mod-list.json",
  enabled: "switched on, and should be off",
  unlocked: "not in mods.lock, and the game would load it",
};

export const run: Runner<typeof VERIFY> = async (context, args, tools) => {
  const { result, failure } = await verify(context, { game: pathFlag(context, args, "game") });
  const { directory, mods, problems, others } = result;
  const out =
    problems.length > 0
      ? table(COLUMNS, problems.map(row), tools.width)
      : args.flag("quiet")
        ? []
        : [
            line(
              `${directory}/ is exactly what mods.lock says: `,
              tone.good(count(mods, "mod")),
              ", every byte checked.",
            ),
            ...(others > 0
              ? [line(`${count(others, "other mod")} ${others === 1 ? "is" : "are"} there, switched off.`)]
              : []),
          ];
  return { data: result, page: { out }, ...(failure ? { failure } : {}) };
};

function row({ mod, file, problem }: VerifyProblem): Piece[] {
  return [tone.strong(mod), file, tone.bad(WORDS[problem])];
}
