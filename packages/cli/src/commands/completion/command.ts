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
  options: [{ name: "install", says: "put it where the shell looks for it, instead of printing it" }],
  examples: [
    { command: "factorio-lock completion bash --install", says: "bash" },
    { command: "factorio-lock completion zsh --install", says: "zsh: adds a line to .zshrc" },
    { command: "factorio-lock completion fish --install", says: "fish" },
    { command: "factorio-lock completion powershell >> $PROFILE", says: "PowerShell" },
  ],
  load: (): Loading => import("./run.ts"),
} as const satisfies CommandSpec;
