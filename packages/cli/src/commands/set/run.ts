import type { Runner } from "../../command/command.ts";
import { hintLine } from "../../report/failure.ts";
import { BLANK, line, tone } from "../../report/line.ts";
import type { SET } from "./command.ts";
import type { SetKey } from "./keys.ts";
import { set } from "./set.ts";

export const run: Runner<typeof SET> = async (context, args) => {
  const [key = "", value = ""] = args.words;
  const data = await set(context, key as SetKey, value);
  const says = data.manifest.changed ? "now says" : "says already";
  // The keys of `pack` change no mods.
  const isFollowed = data.manifest.changed && !data.key.startsWith("pack.");
  const follow =
    data.key === "game"
      ? "`factorio-lock lock` locks the game, `factorio-lock games install` fetches it."
      : "`factorio-lock install` makes the mods follow.";
  const remarks = isFollowed ? [BLANK, hintLine(follow)] : [];
  const out = [line(`${data.manifest.path} ${says} `, tone.strong(`${data.key}: ${data.value}`), ".")];
  return { data, page: { out, remarks } };
};
