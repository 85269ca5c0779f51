import { TOPIC_NAMES } from "../../help/names.ts";
import { OFFLINE, SERVER_SETTINGS } from "../options.ts";
import type { CommandSpec } from "../spec.ts";

/** The rest. */
export const MORE: readonly CommandSpec[] = [
  {
    words: ["doctor"],
    group: "more",
    says: "check this machine, this modpack and the way to the portal",
    about: ["Exit code 1 when something is wrong."],
    options: [OFFLINE, SERVER_SETTINGS],
    load: () => import("../run/doctor.ts"),
  },
  {
    words: ["completion"],
    group: "more",
    says: "print a script that completes commands and mod names in your shell",
    positionals: [
      {
        name: "SHELL",
        required: true,
        says: "bash, zsh, fish or powershell",
        words: ["bash", "zsh", "fish", "powershell"],
        closed: true,
      },
    ],
    examples: [
      { command: "factorio-lock completion bash >> ~/.bashrc", says: "bash" },
      { command: "factorio-lock completion zsh >> ~/.zshrc", says: "zsh" },
      { command: "factorio-lock completion fish > ~/.config/fish/completions/factorio-lock.fish", says: "fish" },
      { command: "factorio-lock completion powershell >> $PROFILE", says: "PowerShell" },
    ],
    load: () => import("../run/completion.ts"),
  },
  {
    words: ["complete"],
    group: "more",
    says: "what fits at the end of a command line, one a line",
    positionals: [{ name: "WORD", many: true, says: "the words so far; the last may be empty" }],
    hidden: true,
    load: () => import("../run/complete.ts"),
  },
  {
    words: ["schema"],
    group: "more",
    says: "print a JSON Schema: of mods.yaml, mods.lock, or of what --json prints",
    positionals: [
      {
        name: "WHICH",
        required: true,
        says: "manifest, lockfile or json",
        words: ["manifest", "lockfile", "json"],
        closed: true,
      },
    ],
    examples: [{ command: "factorio-lock schema manifest > mods.schema.json", says: "for completion in your editor" }],
    load: () => import("../run/schema.ts"),
  },
  {
    words: ["help"],
    group: "more",
    says: "explain a command or a topic",
    positionals: [
      { name: "TOPIC", many: true, says: `a command, or one of: ${TOPIC_NAMES.join(", ")}`, words: TOPIC_NAMES },
    ],
    load: () => import("../run/help.ts"),
  },
];
