import { archive, bytesOf, download, expectText, type Row } from "./row.ts";

/** Downloads. Source: docs/factorio.md, 1.7, 1.8. */
export const DOWNLOADS: readonly Row[] = [
  {
    what: "a download",
    path: (fixture) => download(fixture),
    status: 200,
    plain: true,
    check: ({ bytes, headers }, fixture) =>
      bytes.equals(bytesOf(fixture)) &&
      headers.get("content-type") === "application/octet-stream" &&
      headers.get("content-length") === String(bytesOf(fixture).length),
  },
  {
    what: "a download by an address with a slash too many",
    path: (fixture) => `/${download(fixture)}`,
    status: 200,
    plain: true,
    check: ({ bytes }, fixture) => bytes.equals(bytesOf(fixture)),
  },
  {
    what: "its tag is the SHA-1",
    path: (fixture) => download(fixture),
    status: 200,
    check: ({ headers }, fixture) => headers.get("etag") === `"${archive(fixture, "zeppelin-mail_0.0.1.zip").sha1}"`,
  },
  {
    what: "no credentials",
    path: (fixture) => download(fixture, ""),
    status: 200,
    check: ({ bytes }, fixture) => bytes.equals(bytesOf(fixture)),
    plain: true,
  },
  {
    what: "an empty token",
    path: (fixture) => download(fixture, "username=ada&token="),
    status: 403,
    json: { message: expectText },
    plain: true,
  },
  {
    what: "an empty user name",
    path: (fixture) => download(fixture, "username=&token=t"),
    status: 403,
    json: { message: expectText },
    plain: true,
  },
  {
    what: "a release that is not there",
    path: "/download/zeppelin-mail/000000000000000000000000?username=a&token=t",
    status: 404,
    json: { message: expectText },
    plain: true,
  },
  {
    what: "another mod's release",
    path: (fixture) => download(fixture).replace("zeppelin-mail", "loom-works"),
    status: 404,
    plain: true,
  },
  {
    what: "a mod that is not there",
    path: "/download/nobody/000000000000000000000000?username=a&token=t",
    status: 404,
    plain: true,
  },
  {
    what: "Range: the first bytes",
    path: (fixture) => download(fixture),
    headers: { range: "bytes=0-99" },
    status: 206,
    plain: true,
    check: ({ bytes, headers }, fixture) =>
      bytes.equals(bytesOf(fixture).subarray(0, 100)) &&
      headers.get("content-range") === `bytes 0-99/${bytesOf(fixture).length}`,
  },
  {
    what: "Range: from a byte on",
    path: (fixture) => download(fixture),
    headers: { range: "bytes=200000-" },
    status: 206,
    plain: true,
    check: ({ bytes }, fixture) => bytes.equals(bytesOf(fixture).subarray(200_000)),
  },
  {
    what: "Range: the last bytes",
    path: (fixture) => download(fixture),
    headers: { range: "bytes=-10" },
    status: 206,
    plain: true,
    check: ({ bytes }, fixture) => bytes.equals(bytesOf(fixture).subarray(-10)),
  },
  {
    what: "Range: longer than the archive",
    path: (fixture) => download(fixture),
    headers: { range: "bytes=10-99999999" },
    status: 206,
    plain: true,
    check: ({ bytes }, fixture) => bytes.equals(bytesOf(fixture).subarray(10)),
  },
  {
    what: "Range: behind the end",
    path: (fixture) => download(fixture),
    headers: { range: "bytes=99999999-" },
    status: 416,
    plain: true,
    check: ({ headers }, fixture) => headers.get("content-range") === `bytes */${bytesOf(fixture).length}`,
  },
  {
    what: "Range: several parts, which are sent as the whole",
    path: (fixture) => download(fixture),
    headers: { range: "bytes=0-1,5-6" },
    status: 200,
    check: ({ bytes }, fixture) => bytes.equals(bytesOf(fixture)),
  },
  {
    what: "Range: another unit",
    path: (fixture) => download(fixture),
    headers: { range: "lines=0-1" },
    status: 200,
    check: ({ bytes }, fixture) => bytes.equals(bytesOf(fixture)),
  },
  {
    what: "If-Range with the tag",
    path: (fixture) => download(fixture),
    headers: (fixture) => ({ range: "bytes=0-9", "if-range": `"${archive(fixture, "zeppelin-mail_0.0.1.zip").sha1}"` }),
    status: 206,
  },
  {
    what: "If-Range with another tag: the whole",
    path: (fixture) => download(fixture),
    headers: { range: "bytes=0-9", "if-range": '"other"' },
    status: 200,
    plain: true,
    check: ({ bytes }, fixture) => bytes.equals(bytesOf(fixture)),
  },
  {
    what: "If-Range with the date",
    path: (fixture) => download(fixture),
    headers: { range: "bytes=0-9", "if-range": new Date(1_751_000_000_000).toUTCString() },
    status: 206,
    plain: true,
  },
  {
    what: "If-Range with an older date: the whole",
    path: (fixture) => download(fixture),
    headers: { range: "bytes=0-9", "if-range": new Date(1_000_000_000_000).toUTCString() },
    status: 200,
    plain: true,
  },
  {
    what: "If-None-Match with the tag",
    path: (fixture) => download(fixture),
    headers: (fixture) => ({ "if-none-match": `"${archive(fixture, "zeppelin-mail_0.0.1.zip").sha1}"` }),
    status: 304,
  },
  {
    what: "If-Modified-Since",
    path: (fixture) => download(fixture),
    headers: { "if-modified-since": new Date(1_751_000_000_000).toUTCString() },
    status: 304,
    plain: true,
  },
  {
    what: "If-Match with another tag",
    path: (fixture) => download(fixture),
    headers: { "if-match": '"other"' },
    status: 412,
    plain: true,
  },
  {
    what: "HEAD of a download",
    method: "HEAD",
    path: (fixture) => download(fixture),
    status: 200,
    plain: true,
    check: ({ bytes, headers }, fixture) =>
      bytes.length === 0 && headers.get("content-length") === String(bytesOf(fixture).length),
  },
  {
    what: "an address that is not signed",
    path: (fixture) => `/files/${archive(fixture, "zeppelin-mail_0.0.1.zip").sha1.replace(/^../, "$&/")}`,
    status: 403,
  },
  {
    what: "an address with a forged signature",
    path: (fixture) =>
      `/files/${archive(fixture, "zeppelin-mail_0.0.1.zip").sha1.replace(/^../, "$&/")}?secure=${"A".repeat(22)},9999999999`,
    status: 403,
  },
];
