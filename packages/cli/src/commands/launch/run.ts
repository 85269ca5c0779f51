import { resolve } from "node:path";
import type { AnyArgs, ArgsOf, Runner } from "../../command/command.ts";
import { networkFlags, pathFlag, placeFlags } from "../../command/read-flags.ts";
import type { GameChanges } from "../../modpack/play/directory-changes.ts";
import type { Context } from "../../project/context.ts";
import { displayPath, findUpward, MANIFEST_NAME } from "../../project/place.ts";
import { codePieces } from "../../report/failure.ts";
import { hanging, type Line, line, tone } from "../../report/line.ts";
import { adoptCommand } from "./adopt.ts";
import type { LAUNCH } from "./command.ts";
import { launch } from "./launch.ts";
import type { LaunchResult } from "./result.ts";

export const run: Runner<typeof LAUNCH> = async (context, args, tools) => {
  const server = args.text("server");
  const data = await launch(context, {
    ...networkFlags(context, args),
    ...placeFlags(context, args),
    recommended: !args.flag("no-recommended"),
    game: pathFlag(context, args, "game"),
    server: server === undefined ? undefined : resolve(context.cwd, server),
    instance: pathFlag(context, args, "instance"),
    args: args.words,
    output: args.flag("json") ? "stderr" : "inherit",
    sharesTerminal: tools.stdin.isTTY === true,
    ...(tools.takeSignals ? { takeSignals: tools.takeSignals } : {}),
    onStart: ({ version, directory }) =>
      context.onEvent({ kind: "note", text: `Starting Factorio ${version} in ${directory}.` }),
  });
  const { changes, exitCode } = data;
  const adopt = changes ? adoptCommand(changes, placeOf(context, args, data), tools.commands) : undefined;
  return {
    data: { ...data, adopt: adopt ?? null },
    page: {
      out: [],
      remarks: changes ? changeLines(changes) : [],
      ...(adopt === undefined
        ? {}
        : {
            hint: [
              line(),
              hanging(
                6,
                tone.notice("hint:"),
                " ",
                ...codePieces(`\`${adopt}\` takes that into the modpack; \`factorio-lock install\` puts it back.`),
              ),
            ],
          }),
    },
    exitCode: exitCode ?? 0,
  };
};

/** The mod directory relative to the current folder, and the flags that make another command select this modpack. */
function placeOf(context: Context, args: ArgsOf<typeof LAUNCH>, { modDirectory }: LaunchResult) {
  const given = args as AnyArgs;
  const root = findUpward(context.cwd, MANIFEST_NAME) ?? context.cwd;
  const directory = resolve(root, modDirectory);
  const flags = ["cwd", "mod-directory"].flatMap((name) => {
    const text = given.text(name);
    return text === undefined ? [] : [`--${name}`, text];
  });
  return { modDirectory: displayPath(context.cwd, directory), flags };
}

function changeLines({ enabled, disabled, added, removed, updated, settings }: GameChanges): Line[] {
  return [
    line("Changed in the game:"),
    ...added.map(({ name, version }) => hanging(4, "  ", tone.good("+"), " ", tone.strong(name), ` ${version}`)),
    ...updated.map(({ name, from, to }) =>
      hanging(4, "  ", tone.notice("~"), " ", tone.strong(name), ` ${from} → ${to}`),
    ),
    ...removed.map((name) => hanging(4, "  ", tone.bad("-"), " ", tone.strong(name))),
    ...enabled.map((name) => hanging(4, "  ", tone.strong(name), " switched on")),
    ...disabled.map((name) => hanging(4, "  ", tone.strong(name), " switched off")),
    ...(settings ? [line("  mod settings")] : []),
  ];
}
