import type { CommandSpec, Loading } from "../../command/command.ts";
import { CONCURRENCY, OFFLINE } from "../../command/shared-flags.ts";
import { EXPORT_FORMATS } from "./formats/formats.ts";

export const EXPORT = {
  words: ["export"],
  group: "look",
  summary: "the locked mods in the format of the game or of another program",
  about: [
    "mod-list: the game's mod-list.json, with versions.",
    "metapackage: the zip of a mod that needs every locked mod at exactly its version, as modpacks are shared on the mod portal; the settings of mods.yaml become defaults. It contains the changelog.txt beside mods.yaml, and with --since what changed.",
    "pack: one file with what mods.yaml and mods.lock say, for `factorio-lock sync`: no archives are in it, everybody downloads them with an account of their own.",
    "zip: all archives with mod-list.json and mod-settings.dat, to unpack into the mod directory of a friend, who needs neither factorio-lock nor an account.",
    "docker: a compose file for the image factoriotools/factorio. nix: an expression that gives the mod directory. cyclonedx: a list of what the modpack is made of.",
    "markdown: a table for a forum or a README.",
    "html: a page of its own for the web or a friend: mods with titles, sizes and licences, pictures of who needs whom, settings, what changed since another lock (--since), and the pack file to download. It loads nothing, and can be read without JavaScript.",
    "clusterio: a mod pack for Clusterio, as one word, with the settings of mods.yaml.",
    "Without FILE it is printed; a metapackage goes to NAME_VERSION.zip, a pack to NAME_VERSION.pack.json, a zip to NAME_VERSION_mods.zip, a page to NAME_VERSION.html. Name, version, title and author are those below `pack:` in mods.yaml, unless flags give others.",
  ],
  positionals: [
    { name: "FORMAT", required: true, summary: EXPORT_FORMATS.join(", "), words: EXPORT_FORMATS, closed: true },
    { name: "FILE", summary: "the file to write; - prints it", words: "files" },
  ],
  options: [
    {
      name: "name",
      value: "NAME",
      summary: "the name of the export (default: pack.name, else that of the modpack's folder)",
    },
    { name: "mod-version", value: "VERSION", summary: "the version of the export (default: pack.version, else 1.0.0)" },
    { name: "title", value: "TEXT", summary: "the title that players see (default: pack.title, else the name)" },
    { name: "author", value: "NAME", summary: "the author of the export (default: pack.author, else unknown)" },
    { name: "loose", summary: "for metapackage: ask for these versions or newer ones, not for exactly these" },
    { name: "mirror", value: "URL", summary: "for nix: fetch the archives from this mirror" },
    {
      name: "since",
      value: "OLD",
      summary: "for html and metapackage: show what changed since this lockfile or git revision",
    },
    { name: "thumbnails", summary: "for html: embed the mods' thumbnails, some 30 kB each" },
    OFFLINE,
    CONCURRENCY,
  ],
  examples: [
    { command: "factorio-lock export markdown", summary: "a table to paste" },
    { command: "factorio-lock export metapackage --name friday-pack --author me", summary: "a mod to share" },
    { command: "factorio-lock export html --since v1.3.0", summary: "a page for players" },
  ],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
