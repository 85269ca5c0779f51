import { usualModFolder } from "@factorio-lock/core";
import { shellCommand } from "../../modpack/suggestion.ts";
import { toHome } from "../../project/home-path.ts";
import { hintLine } from "../../report/failure.ts";
import { gitLines } from "../../report/git-files.ts";
import { offLines, takenAmount, takenPieces } from "../../report/imported.ts";
import { BLANK, hanging, type Line, line, tone } from "../../report/line.ts";
import type { Page } from "../../report/page.ts";
import type { InitResult } from "./result.ts";

const FOLDER = "to the folder mods/ here.";

/** The page of `init`: the new file, the mods taken over, and the next step. */
export function initPage(data: InitResult, home: string, platform: NodeJS.Platform): Page {
  const game = `Factorio ${data.factorio}${data.expansion ? " with Space Age" : ""}`;
  const out = [
    line("Wrote ", tone.strong(data.manifest.path), ` for ${game}.`),
    ...takenLines(data),
    ...gitLines(data),
  ];
  const next = data.from ? "`factorio-lock install` gets the mods, " : "`factorio-lock add MOD` adds the first mod, ";
  return {
    out,
    hint: [
      BLANK,
      hintLine([next + FOLDER, folderHint(data, home, platform), settingsHint(data, home)].filter(Boolean).join(" ")),
    ],
  };
}

/** Suggests the other mod directory: the one whose mods were taken over, else the game's; undefined if that is mods/. */
function folderHint({ from }: InitResult, home: string, platform: NodeJS.Platform): string | undefined {
  if (from?.kind !== "mod-directory") {
    return `\`factorio-lock set modDirectory "${usualModFolder(platform)}"\` takes the game's own folder instead.`;
  }
  if (from.path === "mods") return undefined;
  const command = shellCommand(["set", "modDirectory", toHome(from.path, home)]);
  return command && `\`${command}\` takes the folder where they are instead.`;
}

/** Says how to take over the settings of the mod directory, if that was not done. */
function settingsHint({ from, settings = 0 }: InitResult, home: string): string | undefined {
  if (from?.kind !== "mod-directory" || settings > 0) return undefined;
  const command = shellCommand(["settings", "export", "--mod-directory", toHome(from.path, home)]);
  return command && `\`${command}\` takes the mod settings from there.`;
}

function takenLines({ from, mods = [], off = [], settings = 0 }: InitResult): Line[] {
  if (!from) return [];
  return [hanging(2, `Took over ${takenAmount(mods, settings)} from `, ...takenPieces(from), "."), ...offLines(off)];
}
