// Writes the pages that are made of code: docs/reference from what the commands declare, docs/api from the doc comments of the
// packages (TypeDoc), the mirror of the playground, docs/contributing.md from the file at the top, and docs/results.md from bench/results. `--fast` leaves the API out.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeApi } from "./api-pages.mjs";
import { writeExampleMirror } from "./example-mirror.mjs";
import { referencePages } from "./reference-pages.mjs";
import { resultsPage } from "./results-page.mjs";

const docs = fileURLToPath(new URL("..", import.meta.url));

await rm(join(docs, "reference"), { recursive: true, force: true });
for (const [name, text] of await referencePages()) {
  const path = join(docs, "reference", name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

await writeExampleMirror(join(docs, "public", "example-mirror"));

const contributing = await readFile(join(docs, "..", "CONTRIBUTING.md"), "utf8");
await writeFile(join(docs, "contributing.md"), contributing.replaceAll("](docs/", "]("));

await writeFile(join(docs, "results.md"), await resultsPage(join(docs, "..")));

if (!process.argv.includes("--fast")) await writeApi(join(docs, "api"));
