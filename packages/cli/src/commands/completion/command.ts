import type { CommandSpec, Loading } from "../../command/command.ts";

export const COMPLETION = {
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
  load: (): Loading => import("./run.ts"),
} as const satisfies CommandSpec;
