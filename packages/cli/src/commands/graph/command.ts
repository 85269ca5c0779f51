import type { CommandSpec, Loading } from "../../command/command.ts";
import { CONCURRENCY, GAME, NO_RECOMMENDED, OFFLINE } from "../../command/shared-flags.ts";
import { GRAPH_FORMATS } from "./formats.ts";

export const GRAPH = {
  words: ["graph"],
  group: "look",
  summary: "the locked mods as a picture: who needs whom",
  about: [
    "Only required dependencies are drawn: with the optional ones (--optional) a large modpack is a tangle. base, which all mods need, is left out. With MOD, that mod with all it needs and all that need it.",
    "svg opens in any browser, and a README can show it; html is a page; mermaid is drawn by GitHub; dot is for Graphviz; json for programs. Without --format the ending of --output decides, else it is svg.",
    "--held-back shows which mods have newer releases that cannot be taken, and who stands in the way. --why-not MOD shows why a mod, or a mod at a version, cannot be had; for a locked mod, why not its newest release. --load-order shows the layers in which the game loads the mods.",
  ],
  positionals: [{ name: "MOD", many: true, summary: "these mods with their neighbours", words: "locked-mods" }],
  options: [
    { name: "format", value: "FORMAT", summary: GRAPH_FORMATS.join(", "), words: GRAPH_FORMATS, closed: true },
    {
      name: "output",
      alias: "o",
      value: "FILE",
      summary: "write it to this file instead of printing it",
      words: "files",
    },
    { name: "optional", summary: "also optional and recommended dependencies between locked mods" },
    { name: "depth", value: "N", summary: "with MOD: only so many steps away" },
    { name: "load-order", summary: "the layers in which the game loads the mods" },
    { name: "held-back", summary: "the mods with newer releases that others keep out, and those others" },
    { name: "why-not", value: "MOD[@RANGE]", summary: "why this cannot be had", words: "known-mods" },
    OFFLINE,
    NO_RECOMMENDED,
    GAME,
    CONCURRENCY,
  ],
  examples: [
    { command: "factorio-lock graph --output mods.svg", summary: "a picture to open in a browser" },
    { command: "factorio-lock graph flib --depth 1", summary: "who needs flib" },
    { command: 'factorio-lock graph --why-not "jetpack >= 0.5" -o why.svg', summary: "what stands in the way" },
  ],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
