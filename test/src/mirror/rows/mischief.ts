import type { Row } from "./row.ts";

/** Paths that try to leave the folder, and other mischief. */
export const MISCHIEF: readonly Row[] = [
  ...[
    "/api/mods/..%2f..%2fetc%2fpasswd",
    "/api/mods/%2e%2e/full",
    "/download/..%2f..%2f/000000000000000000000000?username=a&token=t",
    "/download/zeppelin-mail/..%2f..%2fetc%2fpasswd?username=a&token=t",
    "/assets/..%2f..%2fetc%2fpasswd",
    "/api/mods/nginx.conf%00",
    "/api/mods/a%5c..%5cb",
  ].map(
    (path): Row => ({
      what: `a path that climbs: ${path}`,
      path,
      status: 404,
      check: ({ bytes }) => !bytes.includes("root:"),
    }),
  ),
  {
    what: "a name list that climbs",
    path: "/api/mods?namelist=../../etc/passwd&page_size=max",
    status: 200,
    names: [],
  },
  {
    what: "a Host that is none is not answered on this machine",
    path: "/api/mods?page_size=1",
    headers: { host: "evil.example/<script>" },
    status: 421,
  },
  { what: "a path that is not well encoded", path: "/api/mods/%zz", status: 404 },
  {
    what: "a name with a line break cannot make a header",
    path: "/download/x%0d%0aSet-Cookie:%20a=b/000000000000000000000000?username=a&token=t",
    status: 404,
    check: ({ headers }) => headers.get("set-cookie") === null,
  },
];
