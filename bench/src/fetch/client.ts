// Fetches the archives of a list into a store, and prints what it took: client URL LIST-FILE STORE CONCURRENCY
import { readFileSync } from "node:fs";
import { parseVersion, type Sha1, type Version } from "@factorio-lock/core";
import { fetchArchives, openStore } from "@factorio-lock/fetcher";
import { createPortal, Token } from "@factorio-lock/portal";
import type { Served } from "./serve.ts";

const [, , url, listFile, directory, concurrency] = process.argv as [string, string, string, string, string, string];
const list = JSON.parse(readFileSync(listFile, "utf8")) as Served[];
const version = parseVersion("1.0.0") as Version;
const wanted = list.map(({ name, sha1, download }) => ({
  name,
  version,
  fileName: `${name}_1.0.0.zip`,
  sha1: sha1 as Sha1,
  download,
}));
const credentials = async () => ({ username: "ada", token: new Token("0123456789abcdef"), source: "the benchmark" });
const portal = createPortal({ url, credentials, env: {} });
const report = await fetchArchives(wanted, { store: openStore(directory), portal, concurrency: Number(concurrency) });
await portal.close();
const cpu = process.cpuUsage();
const result = { ...report, peakKb: process.resourceUsage().maxRSS, cpuMs: (cpu.user + cpu.system) / 1000 };
process.stdout.write(`${JSON.stringify(result)}\n`);
