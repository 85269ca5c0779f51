/**
 * Whether an `Accept-Encoding` header accepts gzip: it lists `gzip`, or else `*`, with a weight other than 0. Source:
 * RFC 9110 section 12.5.3.
 */
export function acceptsGzip(header: string | undefined): boolean {
  const codings = (header ?? "").split(",").map((coding) => coding.split(";").map((part) => part.trim().toLowerCase()));
  const named = codings.find(([name]) => name === "gzip") ?? codings.find(([name]) => name === "*");
  if (!named) return false;
  const weight = named.find((part) => part.startsWith("q="));
  return weight === undefined || Number(weight.slice(2)) > 0;
}
