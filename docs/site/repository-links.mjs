// Pages link to files of the repository as well as to each other, so that both a reader of the files and one of the site get
// there. On the site a file of the repository is a link where FACTORIO_LOCK_REPOSITORY says where that lies, else its path.
import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const docs = fileURLToPath(new URL("..", import.meta.url));
const root = dirname(docs.replace(/[\\/]$/, ""));

/** Pages of the site that a file outside of docs/ is shown on. */
const SHOWN = new Map([["CONTRIBUTING.md", "/contributing"]]);

/**
 * Where on the site, or in the repository, a link of a page leads; undefined where it stays as it is.
 *
 * @param page the page, from docs/: `players/index.md`
 */
export function target(page, href) {
  if (/^[a-z]+:|^[#/]/i.test(href)) return undefined;
  const [path, anchor = ""] = href.split(/(?=#)/);
  const file = join(docs, dirname(page), path);
  const inside = relative(docs, file).split(sep).join("/");
  if (!inside.startsWith("../")) return undefined;
  const inRepository = relative(root, file).split(sep).join("/");
  if (!existsSync(file)) throw new Error(`${page} links to ${href}, and there is no ${inRepository}`);
  const page_ =
    SHOWN.get(inRepository) ?? (inRepository.startsWith("docs/") ? `/${inRepository.slice(5, -3)}` : undefined);
  return page_ ? { page: page_ + anchor } : { file: inRepository };
}

/** The plugin of markdown-it. */
export function repositoryLinks(markdown) {
  const open = markdown.renderer.rules.link_open;
  const close = markdown.renderer.rules.link_close;
  markdown.core.ruler.push("repository-links", (state) => {
    const page = state.env.relativePath;
    if (!page) return;
    for (const token of state.tokens) if (token.children) rewrite(token.children, page);
  });
  markdown.renderer.rules.link_open = open;
  markdown.renderer.rules.link_close = close;
}

function rewrite(tokens, page) {
  let dropped = false;
  for (const token of tokens) {
    if (token.type === "link_open") {
      const found = target(page, decodeURI(token.attrGet("href") ?? ""));
      if (found?.page) token.attrSet("href", found.page);
      if (found?.file) {
        const base = process.env.FACTORIO_LOCK_REPOSITORY;
        if (base) token.attrSet("href", `${base.replace(/\/$/, "")}/${found.file}`);
        else {
          token.tag = "span";
          token.attrs = [
            ["class", "in-repository"],
            ["title", `${found.file}, in the repository`],
          ];
          dropped = true;
        }
      }
    } else if (token.type === "link_close" && dropped) {
      token.tag = "span";
      dropped = false;
    }
  }
}
