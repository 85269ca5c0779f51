import { PortalError } from "../error.ts";
import { type Answer, type Call, type HttpClient, retryAfterOf } from "./http-client.ts";
import type { Limits } from "./limits.ts";
import type { Pace } from "./pace.ts";

/**
 * A client whose requests keep to a pace. A question that is answered with 429 is asked again when the pace allows, for as
 * long as the limits are patient; that is no try. What comes after that is an answer like any other.
 *
 * @param onPause told before each such pause
 */
export function pacedClient(
  http: HttpClient,
  pace: Pace,
  limits: Limits,
  onPause: (error: PortalError, waitMs: number) => void,
): HttpClient {
  /** Since when a question is refused, also over several tries of it. */
  const refusedSince = new Map<string, number>();

  async function send(call: Call): Promise<Answer> {
    const key = `${call.method} ${call.url.href} ${call.body ?? ""}`;
    for (;;) {
      await pace.turn(call.signal);
      const sentAt = performance.now();
      const answer = await http.send(call);
      if (answer.status !== 429) {
        refusedSince.delete(key);
        pace.answered();
        return answer;
      }
      const since = refusedSince.get(key) ?? sentAt;
      refusedSince.set(key, since);
      const waitMs = pace.refused(sentAt, retryAfterOf(answer));
      if (performance.now() + waitMs - since > limits.patienceMs) return answer;
      answer.body.on("error", () => {}).destroy();
      onPause(
        new PortalError("PORTAL_ERROR", `The mod portal asks for a slower pace (429, ${answer.what}).`, {
          status: 429,
        }),
        waitMs,
      );
    }
  }

  return { send, close: () => http.close() };
}
