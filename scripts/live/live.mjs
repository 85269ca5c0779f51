// `pnpm live` checks the real mod portal, and a real game if there is one, for facts that no test can know, and writes them to
// live-report.md. For somebody with an account: FACTORIO_USERNAME and FACTORIO_TOKEN, FACTORIO_GAME for the game's folder.
// It changes nothing but that file. --portal ADDRESS names another portal; --burst also looks for the rate limit.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { gamePoints } from "./game-points.mjs";
import { portalPoints } from "./portal-points.mjs";

const { values } = parseArgs({
  options: {
    portal: { type: "string", default: "https://mods.factorio.com" },
    mod: { type: "string", default: "flib" },
    burst: { type: "boolean", default: false },
    out: { type: "string", default: "live-report.md" },
  },
});
const { FACTORIO_USERNAME: username, FACTORIO_TOKEN: token, FACTORIO_GAME: game } = process.env;

const points = [
  ...portalPoints({ ...values, username, token }),
  ...gamePoints(game === undefined ? undefined : resolve(game)),
];
const report = [`# Seen live on ${new Date().toISOString().slice(0, 10)}`, "", `Portal: ${values.portal}`, ""];
const counts = { seen: 0, failed: 0, open: 0 };

for (const { question, missing, look } of points) {
  const outcome = missing === undefined ? await outcomeOf(look) : { state: "open", text: missing };
  counts[outcome.state] += 1;
  const mark = outcome.state === "seen" ? "x" : " ";
  // Neither a server's echo nor an error message may carry the token into the report.
  const text = token
    ? outcome.text.replaceAll(token, "[token]").replaceAll(encodeURIComponent(token), "[token]")
    : outcome.text;
  report.push(`- [${mark}] **${question}** ${text}`);
  console.log(`${outcome.state.padEnd(6)} ${question}\n       ${text}`);
}

writeFileSync(resolve(values.out), `${report.join("\n")}\n`);
console.log(`\n${counts.seen} seen, ${counts.failed} failed, ${counts.open} open: ${join(".", values.out)}`);
process.exitCode = counts.failed > 0 ? 1 : 0;

async function outcomeOf(look) {
  try {
    return { state: "seen", text: await look() };
  } catch (error) {
    return { state: "failed", text: `${error.message}${error.cause ? ` (${error.cause.message})` : ""}` };
  }
}
