import { VERSION } from "./version.ts";

// `--version` alone is answered before anything else is loaded: it must cost no more than starting node.
const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
  process.stdout.write(`${VERSION}\n`);
} else {
  const { main } = await import("./cli/main.ts");
  await main(args);
}
