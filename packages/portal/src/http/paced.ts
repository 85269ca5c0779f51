import { PortalError } from "../error.ts";
import { type Answer, type Call, type HttpClient, retryAfterOf } from "./http-client.ts";
import type { Limits } from "./limits.ts";
import type { Pace } from "./pace.ts";

/**
 * Limits the rate of a client's requests. A request answered with 429 is sent again when the pace allows, for up to
 * `limits.patienceMs`; this does not count as a try. After that the 429 is returned like any other response.
 *
 * @param onPause called before each such pause
 */
export function pacedClient(
  http: HttpClient,
  pace: Pace,
  limits: Limits,
  onPause: (error: PortalError, waitMs: number) => void,
): HttpClient {
  /** Since when each request has been refused, across its tries. */
  const refusedSince = new Map<string, number>();

  async function send(call: Call): Promise<Answer> {
    const key = `${call.method} ${call.url.href} ${typeof call.body === "string" ? call.body : ""}`;
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
