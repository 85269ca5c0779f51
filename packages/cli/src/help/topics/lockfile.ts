import type { Topic } from "../topic.ts";

export const lockfile: Topic = {
  name: "lockfile",
  title: "mods.lock: exactly which releases",
  parts: [
    "mods.lock names one release of every mod, with its hash and where the portal has it. Commit it together with mods.yaml: whoever has both gets the same mods, byte for byte. It holds no user name, no token and no path of your machine.",
    "Change mods.yaml and run `factorio-lock lock` instead of editing it. What is locked stays where it is as long as it fits; `factorio-lock update` moves it.",
    "It is out of date when a mod was added to or removed from mods.yaml, when a locked release no longer meets what mods.yaml asks, or when another game version or expansion changed what fits. `factorio-lock lock --check` says whether, and why.",
    "After a git merge with a conflict in it, run `factorio-lock lock`: both sides are merged and solved again. `factorio-lock git-setup` lets git do that itself, once in each clone.",
    "`factorio-lock install --frozen` installs it as it is and asks the portal only for archives that are not here yet: right for servers.",
  ],
};
