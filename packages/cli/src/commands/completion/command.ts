import type { CommandSpec, Loading } from "../../command/command.ts";

export const COMPLETION = {
  words: ["completion"],
  group: "more",
  summary: "print a script that completes commands and mod names in your shell",
  positionals: [
    {
      name: "SHELL",
      required: true,
      summary: "bash, zsh, fish or powershell",
      words: ["bash", "zsh", "fish", "powershell"],
      closed: true,
    },
  ],
  options: [{ name: "install", summary: "put it where the shell looks for it, instead of printing it" }],
  examples: [
    { command: "factorio-lock completion bash --install", summary: "bash" },
    { command: "factorio-lock completion zsh --install", summary: "zsh: adds a line to .zshrc" },
    { command: "factorio-lock completion fish --install", summary: "fish" },
    { command: "factorio-lock completion powershell >> $PROFILE", summary: "PowerShell" },
  ],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
