import type { Topic } from "../topic.ts";

export const environment: Topic = {
  name: "environment",
  title: "Environment variables",
  parts: [
    "A flag counts before the variable of the same meaning.",
    {
      rows: [
        ["FACTORIO_USERNAME", "user name for downloads, with FACTORIO_TOKEN"],
        ["FACTORIO_TOKEN", "token for downloads"],
        ["FACTORIO_LOCK_PORTAL", "another mod portal, as --portal"],
        ["FACTORIO_LOCK_CACHE", "where downloads are kept, as --cache-dir"],
        ["FACTORIO_MOD_DIRECTORY", "the folder that the game reads, as --mod-directory"],
        ["NO_COLOR", "no colours, as --color never"],
        ["CI", "`install` means `install --locked` where there is a mods.lock; nothing is asked"],
        ["HTTPS_PROXY, NO_PROXY", "a proxy for the way to the portal, and the hosts that need none"],
      ],
    },
  ],
};
