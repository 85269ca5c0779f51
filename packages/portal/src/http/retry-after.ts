/**
 * Parses a `Retry-After` header (seconds or an HTTP date) to milliseconds; undefined if it is missing or malformed.
 * Dates are relative to `now`.
 *
 * @example parseRetryAfter("2", Date.now()) // 2000
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  if (!/^[A-Za-z]{3}, /.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
