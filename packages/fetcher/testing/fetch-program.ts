// A program that fetches a list of archives, for tests that need processes: URL STORE LIST-FILE
import { readFileSync } from "node:fs";
import { createPortal, Token } from "@factorio-lock/portal";
import { type ArchiveRequest, fetchArchives, openStore } from "../src/index.ts";

const [, , url, directory, listFile] = process.argv as [string, string, string, string, string];
const portal = createPortal({
  url,
  credentials: async () => ({ username: "ada", token: new Token("0123456789abcdef"), source: "a test" }),
  limits: { backOffMs: 5, backOffMaxMs: 20 },
  env: {},
});
const wanted = JSON.parse(readFileSync(listFile, "utf8")) as ArchiveRequest[];
const report = await fetchArchives(wanted, {
  store: openStore(directory),
  portal,
  onEvent: ({ kind }) => process.stdout.write(`${kind}\n`),
}).catch((error: { code: string; message: string }) => ({ code: error.code, message: error.message }));
await portal.close();
process.stdout.write(`${JSON.stringify(report)}\n`);
