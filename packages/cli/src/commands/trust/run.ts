import type { Runner } from "../../command/command.ts";
import { line, tone } from "../../report/line.ts";
import type { TRUST, UNTRUST } from "./command.ts";
import { trust, untrust } from "./trust.ts";

export const trusted: Runner<typeof TRUST> = async (context) => {
  const data = await trust(context);
  const { project, directory, inside, besides, changed } = data;
  const word = changed ? "now" : "already";
  const says = inside
    ? line(
        "The mod directory ",
        tone.strong(directory),
        " is in the modpack's own folder: nothing needs to be allowed.",
      )
    : line(`The modpack in ${project} may ${word} use `, tone.strong(directory), " as its mod directory.");
  const more = besides.map((place) =>
    place.includes("://")
      ? line(`The modpack in ${project} may ${word} follow the pack at `, tone.strong(place), ".")
      : line(
          `The modpack in ${project} may ${word} change `,
          tone.strong(place),
          ", which its mods.yaml is a link to.",
        ),
  );
  return { data, page: { out: [...(inside && more.length > 0 ? [] : [says]), ...more] } };
};

export const untrusted: Runner<typeof UNTRUST> = async (context) => {
  const data = await untrust(context);
  const { project, directories } = data;
  const out =
    directories.length === 0
      ? [line(`The modpack in ${project} was allowed nothing outside its own folder.`)]
      : directories.map((directory) =>
          line(`The modpack in ${project} may no longer use `, tone.strong(directory), "."),
        );
  return { data, page: { out } };
};
