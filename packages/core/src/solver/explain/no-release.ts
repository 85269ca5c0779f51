import { ageWords } from "../../mod/age.ts";
import { candidates } from "../../mod/candidates.ts";
import { youngReleases } from "../request/too-young.ts";
import type { Session } from "../session/session.ts";
import { onlyFor } from "./only-for.ts";

/** `no release for Factorio 2.0 (only for 1.1)`, or `… that is 7 days old` if there are only younger ones. */
export function noRelease(session: Session, name: string): string {
  const { world, reader } = session;
  const old = oldEnough(session, name);
  return `no release for Factorio ${world.request.game.text}${old === "" ? onlyFor(reader.info(name)) : old}`;
}

/**
 * ` that is 7 days old` if releases of a mod for this game are excluded because of their age; otherwise an empty
 * string.
 */
export function oldEnough({ world: { request }, reader }: Session, name: string): string {
  const info = reader.info(name);
  if (!request.ageLimit || !info) return "";
  const young = candidates({ ...info, releases: youngReleases(request, info) }, request.game.line);
  return young.length > 0 ? ` that is ${ageWords(request.ageLimit.age)} old` : "";
}
