import type { Change } from "../src/solver/request/change.ts";

/** A change as written in pictures and scenarios: the command that makes it. */
export function changeText(change: Change): string {
  return ["factorio-lock", ...words(change).map((word) => (/^[\w.@-]+$/.test(word) ? word : `"${word}"`))].join(" ");
}

function words(change: Change): readonly string[] {
  switch (change.kind) {
    case "expansion":
      return ["set", "expansion", "true"];
    case "factorio":
      return ["set", "factorio", change.text];
    case "range":
      return ["add", `${change.name}@${change.text}`];
    case "newest":
      return ["add", change.name];
    case "refuse":
      return ["add", `${change.name}@false`];
    case "disable":
    case "enable":
      return [change.kind, ...change.names];
    case "remove":
      return ["remove", ...change.names];
  }
}
