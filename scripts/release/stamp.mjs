// Writes the repository's address, which is only in repository.json, into what is published: the fields of each
// package.json, and the relative links of READMEs, which would be broken on a package's page. Only the release job runs
// it, in its own checkout: `node scripts/release/stamp.mjs [ROOT]`.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("../..", import.meta.url));
const root = resolve(process.argv[2] ?? here);
const { address } = JSON.parse(readFileSync(new URL("./repository.json", import.meta.url), "utf8"));

for (const name of readdirSync(join(root, "packages"))) {
  const folder = join(root, "packages", name);
  const file = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  const stamped = {
    ...manifest,
    repository: { type: "git", url: `git+${address}.git`, directory: `packages/${name}` },
    homepage: `${address}#readme`,
    bugs: `${address}/issues`,
    publishConfig: { access: "public", provenance: true },
  };
  writeFileSync(file, `${JSON.stringify(stamped, null, 2)}\n`);
  const readme = join(folder, "README.md");
  writeFileSync(readme, withAbsoluteLinks(readFileSync(readme, "utf8"), readme, `v${manifest.version}`));
}

/** Replaces relative links of a Markdown file by addresses of the repository at a tag; those within the page stay. */
function withAbsoluteLinks(text, file, tag) {
  return text.replace(/\]\((?![a-z]+:|#)([^)#\s]+)(#[^)\s]*)?\)/g, (_, path, fragment = "") => {
    const target = relative(root, resolve(dirname(file), path)).replaceAll("\\", "/");
    const kind = /\.[a-z]+$/i.test(target) ? "blob" : "tree";
    return `](${address}/${kind}/${tag}/${target}${fragment})`;
  });
}
