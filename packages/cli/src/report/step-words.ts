import type { StepKind } from "../project/history/step.ts";

/** Who made a change, in words. */
export function stepWords({ kind, command }: { readonly kind: StepKind; readonly command: string | null }): string {
  if (kind === "hand") return "mods.yaml edited by hand";
  if (kind === "outside") return "changed by another program, such as git";
  return command || "changed by a program that uses factorio-lock";
}
