import type { Topic } from "../topic.ts";

export const credentials: Topic = {
  name: "credentials",
  title: "Where the user name and token for downloads come from",
  parts: [
    "The mod portal gives archives only to accounts that own the game. Reading about mods needs no account. The first of these places that has credentials is used:",
    {
      rows: [
        [
          "environment",
          "FACTORIO_USERNAME and FACTORIO_TOKEN, or FACTORIO_USERNAME_FILE and FACTORIO_TOKEN_FILE, whose first line is used",
        ],
        ["login file", "what `factorio-lock login` keeps for this portal, readable only by you"],
        [
          "player-data.json",
          "what the game keeps when you log in there, in its usual folders, in the folder that holds `mods`, or one folder up (only for the official portal); or named with --player-data",
        ],
        [
          "server-settings.json",
          "username and token of a server, in the folder that holds `mods`, or its `data/` or `config/`, or one folder up (only for the official portal); or named with --server-settings",
        ],
      ],
    },
    "The token is on https://factorio.com/profile. The user name is the name on that page, not the e-mail address.",
    "No flag takes a token, because other users of a machine can read command lines. On a server without a terminal:",
    { block: ["factorio-lock login --username NAME --token-stdin < token.txt"] },
    "`factorio-lock whoami` says which credentials are used and whether the portal accepts them. The token is sent only to the portal that it is for: a login to the portal where you logged in, the game's own files to the official portal, and what the environment or a flag names to the portal that you name. Plain http beyond this machine gets none without --insecure. The token appears in no output.",
  ],
};
