import { parseArgs } from "node:util";
import { servePortalFile } from "./serve-portal-file.ts";

const USAGE = `portal-file FILE [--host HOST] [--port PORT] [--size BYTES] [--delay MILLISECONDS]

Serves a file of mods, one /full answer a line, as a mod portal. Archives are made on the fly.
`;

/** The command `portal-file`: serves until it is interrupted. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      host: { type: "string", default: "127.0.0.1" },
      port: { type: "string", default: "0" },
      size: { type: "string", default: "4096" },
      delay: { type: "string", default: "0" },
    },
  });
  const [file] = positionals;
  if (file === undefined) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const portal = await servePortalFile({
    mods: file,
    host: values.host,
    port: Number(values.port),
    size: Number(values.size),
    delay: Number(values.delay),
  });
  process.stdout.write(`${portal.url}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void portal.close());
}

await main();
