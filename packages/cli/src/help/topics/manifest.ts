import type { Topic } from "../topic.ts";

export const manifest: Topic = {
  name: "manifest",
  title: "mods.yaml: what you want",
  parts: [
    {
      block: [
        'factorio: "2.0"              # a game line, or an exact version such as 2.0.77',
        "expansion: false             # does this install have Space Age?",
        "modDirectory: ./mods         # the folder that the game reads",
        "mods:",
        '  flib: "*"                  # any release',
        '  jetpack: "^0.4.0"          # see `factorio-lock help ranges`',
        '  space-age: "*"             # a mod that ships with the game: enable it',
        "  noisy-mod: false           # keep this mod out",
        '  slow-mod: { version: ">= 1.2", enabled: false }   # off for now; the range is remembered',
        "  my-own-mod: { path: ../my-own-mod }   # a folder or zip on this machine",
        "game: headless               # lock the server as well; or alpha, expansion: the game",
        "updates: { olderThan: 7d }   # take no release in its first week",
        "settings:                    # values for mod-settings.dat",
        "  startup: { some-setting: true }",
      ],
    },
    "`factorio-lock add`, `remove`, `disable`, `enable` and `set` edit it and keep your comments and order. `factorio-lock schema manifest` prints a JSON Schema that makes editors complete and check it.",
  ],
};
