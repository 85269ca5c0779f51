import type { Topic } from "../topic.ts";

export const environment: Topic = {
  name: "environment",
  title: "Environment variables",
  parts: [
    "A flag takes precedence over the variable of the same meaning.",
    {
      rows: [
        ["FACTORIO_USERNAME", "user name for downloads, with FACTORIO_TOKEN"],
        ["FACTORIO_TOKEN", "token for downloads"],
        ["FACTORIO_USERNAME_FILE", "a file whose first line is the user name, as containers hand out secrets"],
        ["FACTORIO_TOKEN_FILE", "the same for the token"],
        ["FACTORIO_LOCK_PORTAL", "another mod portal, as --portal"],
        ["FACTORIO_LOCK_INSECURE", "origins of portals that get your token by plain http too, as --insecure"],
        ["FACTORIO_LOCK_CACHE", "where downloads are kept, as --cache-dir"],
        ["FACTORIO_MOD_DIRECTORY", "the folder that the game reads, as --mod-directory"],
        ["FACTORIO_GAME", "the game to start and to check with, as --game"],
        ["FACTORIO_LOCK_GAME_SERVER", "another server of the game's own archives, for `games install`"],
        ["NO_COLOR", "no colours, as --color never"],
        ["CI", "`install` means `install --locked` if there is a mods.lock; no questions are asked"],
        [
          "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY",
          "a proxy for requests to the portal: http://, https:// or socks5://host:port",
        ],
        ["NO_PROXY", "what needs no proxy: host names, addresses, networks such as 10.0.0.0/8"],
        ["NODE_EXTRA_CA_CERTS, SSL_CERT_FILE", "a file with further certificates to trust"],
      ],
    },
  ],
};
