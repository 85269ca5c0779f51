import type { Topic } from "../topic.ts";

export const credentials: Topic = {
  name: "credentials",
  title: "Where the user name and token for downloads come from",
  parts: [
    "The mod portal gives archives only to accounts that own the game. Reading about mods needs no account. The first of these places that has credentials counts:",
    {
      rows: [
        ["environment", "FACTORIO_USERNAME and FACTORIO_TOKEN, both of them"],
        ["login file", "what `factorio-lock login` keeps, readable by you alone"],
        [
          "player-data.json",
          "what the game keeps when you log in there, in its usual folders, in the folder that holds `mods`, or one folder up",
        ],
        [
          "server-settings.json",
          "username and token of a server, in the folder that holds `mods`, or its `data/` or `config/`, or one folder up; or named with --server-settings",
        ],
      ],
    },
    "The token stands on https://factorio.com/profile. The user name is the name on that page, not the e-mail address.",
    "No flag takes a token, because other users of a machine can read command lines. On a server without a terminal:",
    { block: ["factorio-lock login --username NAME --token-stdin < token.txt"] },
    "`factorio-lock whoami` tells which credentials are used and whether the portal takes them. The token is sent only to the portal itself, and appears in no output.",
  ],
};
