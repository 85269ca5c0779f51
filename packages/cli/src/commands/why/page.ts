import { BLANK, hanging, type Line, line, type Piece, tone } from "../../report/line.ts";
import type { WhyResult } from "./result.ts";

type Chain = WhyResult["chains"][number];

/** The ways from the manifest to a mod, one sentence a step. */
export function whyLines({ mod, version, chains }: WhyResult): Line[] {
  const subject = [tone.strong(mod), version === null ? "" : ` ${version}`];
  if (chains.length === 0) return [line(...subject, " is part of the game.")];
  const ways = chains.length === 1 ? "" : `, in ${chains.length} ways`;
  return [line(...subject, ` is there because${ways}:`), ...chains.flatMap((chain, at) => chainLines(chain, at > 0))];
}

function chainLines(chain: Chain, apart: boolean): Line[] {
  const lines = chain.map((step, at) =>
    hanging(6, at === 0 ? "  " : `  ${"  ".repeat(Math.min(at, 8))}`, ...stepPieces(step, chain[at - 1])),
  );
  return apart ? [BLANK, ...lines] : lines;
}

function stepPieces({ name, edge }: Chain[number], before: Chain[number] | undefined): Piece[] {
  const asked = edge.constraint === undefined ? "" : ` ${edge.constraint}`;
  if (!before) return ["mods.yaml asks for ", tone.strong(name), asked];
  const verb = edge.kind === "recommended" ? "recommends" : "needs";
  return [`${before.name} ${before.version} ${verb} `, tone.strong(name), asked];
}
