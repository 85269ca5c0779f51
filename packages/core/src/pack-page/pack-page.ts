import { diffLockfiles } from "../diff/diff-lockfiles.ts";
import { graphSection } from "../graph/graph-html.ts";
import { GRAPH_STYLE } from "../graph/graph-svg.ts";
import { lockGraph } from "../graph/lock-graph.ts";
import { contentPolicy, htmlPage } from "../markup/html-page.ts";
import { html, type Markup } from "../markup/markup.ts";
import { PAGE_STYLE } from "../markup/page-style.ts";
import { unpack } from "../version/version.ts";
import { changesSection } from "./changes-section.ts";
import { installSection } from "./install-section.ts";
import { modsSection } from "./mods-section.ts";
import type { PackPage } from "./pack-model.ts";
import { settingsSection } from "./settings-section.ts";
import { SORT_SCRIPT } from "./sort-script.ts";

const STYLE = `${PAGE_STYLE}\n${GRAPH_STYLE}`;

/** A modpack's page: one self-contained file that is readable without its script. */
export async function packPage(pack: PackPage): Promise<string> {
  const { title, lockfile, before, home } = pack;
  const body = html`${home && html`<p><a href="${home.address}">${home.text}</a></p>`}
<h1>${title}</h1>
<p>${facts(pack)}</p>
${installSection(pack)}
${before && changesSection(diffLockfiles(before.lockfile, lockfile), before)}
${modsSection(pack)}
<h2 id="families">Who needs whom</h2>
<p class="faint">Mods that need each other stand together. An arrow goes from a mod to what it needs.</p>
${await graphSection(lockGraph(lockfile))}
${settingsSection(pack.settings)}
<p class="faint">Made with factorio-lock from a lockfile.</p>`;
  return htmlPage({
    title,
    style: STYLE,
    script: SORT_SCRIPT,
    body,
    sha256: pack.sha256,
  });
}

/** The Content-Security-Policy of such a page, for a server that sends it as a header. */
export function packPagePolicy(sha256: PackPage["sha256"]): string {
  return contentPolicy({ style: STYLE, script: SORT_SCRIPT, sha256 });
}

/** The modpack in one line: version, author, game, number of mods. */
function facts({ version, author, lockfile }: PackPage): Markup[] {
  const { factorio, minimumFactorio, expansion, mods, builtin } = lockfile;
  const least = minimumFactorio && !factorio.exact && unpack(minimumFactorio.packed)[2] > 0;
  const others = builtin.filter((name) => name !== "base");
  const parts = [
    version === undefined ? undefined : html`Version ${version}`,
    author === undefined ? undefined : html`by ${author}`,
    html`Factorio ${factorio.text}${least && ` (at least ${minimumFactorio.text})`}${expansion ? " with Space Age" : ""}`,
    html`${mods.size === 1 ? "1 mod" : `${mods.size} mods`}${others.length > 0 && `, and ${others.join(", ")} of the game`}`,
  ].filter((part) => part !== undefined);
  return parts.map((part, at) => html`${at > 0 && " · "}${part}`);
}
