import { PortalError } from "../error.ts";
import type { Answer } from "./http-client.ts";
import { interrupted } from "./interrupted.ts";
import type { Limits } from "./limits.ts";
import { readAnswer } from "./read-answer.ts";
import { transportError } from "./transport-error.ts";

/**
 * Reads and decodes the whole body of an answer.
 *
 * @throws PortalError as `readAnswer` does, and `PORTAL_UNREACHABLE` if the body breaks off; `INTERRUPTED` if the
 *   signal aborts
 */
export async function readBody(answer: Answer, limits: Limits, signal: AbortSignal | undefined): Promise<Buffer> {
  try {
    return await readAnswer(answer, limits);
  } catch (error) {
    if (signal?.aborted) throw interrupted();
    throw error instanceof PortalError ? error : transportError(error, answer, limits);
  }
}
