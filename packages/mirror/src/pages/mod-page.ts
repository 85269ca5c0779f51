import { dependencyStrings, html, linkAddress, type Markup, sizeText } from "@factorio-lock/core";
import { type CatalogMod, type CatalogRelease, latestRelease, type ModDetails } from "../catalog/catalog-mod.ts";
import type { FolderMod } from "../folder/folder-mods.ts";
import { mirrorPage } from "./mirror-page.ts";
import type { Pack } from "./pack.ts";

/** Limits of a page: further releases are only counted, and a longer changelog is cut. */
const MAX_RELEASES = 100;
const MAX_CHANGELOG = 40_000;

/** Renders a mod's page: releases, dependencies, changelog, and the packs that contain it. */
export function modPage(mod: CatalogMod, details: ModDetails, packs: readonly Pack[]): string {
  const { name, title, owner, summary, deprecated } = mod;
  const latest = latestRelease(mod);
  const sizes = sizesOf(mod);
  const newestFirst = [...mod.releases].reverse();
  const rows = newestFirst.slice(0, MAX_RELEASES).map((release) => row(release, sizes.get(release.sha1)));
  const older = newestFirst.length - MAX_RELEASES;
  const homepage = linkAddress(details.homepage);
  const body = html`<p><a href="/">All mods</a></p>
<h1>${title}</h1>
<p><code>${name}</code>${owner !== "" && ` by ${owner}`}${deprecated && " (deprecated)"}</p>
${summary !== "" && html`<p>${summary}</p>`}
${homepage && html`<p><a href="${homepage}" rel="noreferrer nofollow">${homepage}</a></p>`}
<pre>factorio-lock add ${shellWord(name)}</pre>
<h2 id="releases">Releases</h2>
<div class="wide" tabindex="0"><table><thead><tr><th scope="col">Version</th><th scope="col">Factorio</th><th scope="col">Released</th><th scope="col" class="number">Size</th><th scope="col">SHA-1</th></tr></thead><tbody>
${rows}</tbody></table></div>
${older > 0 && html`<p class="faint">… and ${older} older ones.</p>`}
${latest && dependencies(latest)}
${usedBy(name, packs)}
${changelog(details)}`;
  return mirrorPage(title, body);
}

/** The size of each release's archive by SHA-1, if it is in the folder. */
function sizesOf(mod: CatalogMod): Map<string, number> {
  const { entries = [] } = mod as Partial<FolderMod>;
  return new Map(entries.map(({ sha1, size }) => [sha1, size]));
}

function row({ version, factorioVersion, releasedAt, sha1 }: CatalogRelease, size: number | undefined): Markup {
  const bytes = size === undefined ? "" : sizeText(size);
  return html`<tr><td class="fixed">${version}</td><td class="fixed">${factorioVersion}</td><td class="fixed">${releasedAt.slice(0, 10)}</td><td class="number">${bytes}</td><td><code>${sha1}</code></td></tr>
`;
}

function dependencies(release: CatalogRelease): Markup {
  const rows = dependencyStrings(release).slice(0, 500);
  const entries = rows.map((text) => html`<li>${text}</li>`);
  return html`<h2 id="dependencies">Dependencies of ${release.version}</h2>${rows.length > 0 ? html`<ul>${entries}</ul>` : html`<p>None.</p>`}`;
}

function usedBy(name: string, packs: readonly Pack[]): Markup | undefined {
  const users = packs.flatMap((pack) => {
    const mod = pack.lockfile.mods.get(name);
    return mod ? [html`<li><a href="/packs/${pack.name}">${pack.name}</a> at ${mod.version.text}</li>`] : [];
  });
  return users.length > 0 ? html`<h2 id="packs">Packs with it</h2><ul>${users}</ul>` : undefined;
}

function changelog({ changelog: text }: ModDetails): Markup | undefined {
  if (text === undefined || text === "") return undefined;
  const lines = text.slice(0, MAX_CHANGELOG).split("\n");
  return html`<h2 id="changelog">Changelog</h2><pre>${lines.map(
    (line) => html`${line}
`,
  )}</pre>${text.length > MAX_CHANGELOG && html`<p class="faint">The rest is in the mod itself.</p>`}`;
}

/** A mod's name for a shell, in quotes if it contains a blank. It cannot contain other special characters. */
function shellWord(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `"${name.replace(/[^\w .-]/g, "")}"`;
}
