// Decoding a large full answer, in a process that has decoded nothing before and then again: node decode.mjs
import { modInfo } from "@factorio-lock/portal";
import { decodeMod } from "../../../packages/portal/src/wire/decode.ts";

const name = "many-releases";
const text = JSON.stringify({
  name,
  title: "A mod of many releases",
  owner: "someone",
  summary: "",
  downloads_count: 1,
  changelog: "Something was changed.\n".repeat(5000),
  releases: Array.from({ length: 800 }, (_, at) => ({
    version: `1.${Math.floor(at / 100)}.${at % 100}`,
    file_name: `${name}_1.${Math.floor(at / 100)}.${at % 100}.zip`,
    download_url: `/download/${name}/${at.toString(16).padStart(24, "0")}`,
    released_at: "2026-01-02T03:04:05.678900Z",
    sha1: at.toString(16).padStart(40, "0"),
    info_json: {
      factorio_version: "2.0",
      dependencies: Array.from({ length: at < 400 ? 12 : 13 }, (_, nth) => `? another-mod-${nth} >= 1.0.${at}`),
    },
  })),
});

const times = Array.from({ length: 10 }, () => {
  const start = performance.now();
  const before = process.cpuUsage();
  const mod = decodeMod(JSON.parse(text), () => {});
  const info = mod && modInfo(mod);
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  const dependencies = info?.releases.reduce((sum, release) => sum + (release.dependencies?.length ?? 0), 0);
  if (info?.releases.length !== 800 || dependencies !== 10_000) throw new Error("something was lost");
  return { ms, processor: (user + system) / 1000 };
});
console.log(
  JSON.stringify({
    first: times[0]?.ms,
    processor: times[0]?.processor,
    last: times.at(-1)?.ms,
    kilobytes: text.length / 1024,
  }),
);
