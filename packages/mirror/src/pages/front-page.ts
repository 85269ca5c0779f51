import { html, type Markup, sizeText } from "@factorio-lock/core";
import type { CatalogMod } from "../catalog/catalog-mod.ts";
import { latestRelease } from "../catalog/catalog-mod.ts";
import { mirrorPage } from "./mirror-page.ts";
import type { Pack } from "./pack.ts";

/** The content of a mirror's front page. The texts of mods and packs are untrusted. */
export interface FrontPage {
  /** The state of the mirror, as rows of a label and a text. */
  readonly health: readonly (readonly [word: string, text: string])[];
  readonly packs: readonly Pack[];
  /** The found mods, or all mods; undefined if no list is shown. */
  readonly found?: { readonly mods: readonly CatalogMod[]; readonly count: number; readonly page: number } | undefined;
  /** The search words. */
  readonly query: string;
  /** The mirror's address, without a trailing slash; undefined in an export, which has no search. */
  readonly origin?: string;
}

/** The number of mods on a page of the list. */
export const MODS_PER_PAGE = 50;

export function frontPage({ health, packs, found, query, origin }: FrontPage): string {
  const form =
    origin !== undefined &&
    html`<form action="/" method="get" role="search"><input type="search" name="q" value="${query}" aria-label="Search for mods" maxlength="100"><button>Search</button></form>`;
  const body = html`<h1>Mods for Factorio</h1>
<p>This mirror serves mods as the mod portal does. factorio-lock uses it with <code>--portal</code> and the address of this page.</p>
${form}
${found && modList(found, query)}
${packList(packs, origin)}
<h2 id="health">Health</h2>
<dl>${health.map(([word, text]) => html`<dt>${word}</dt><dd>${text}</dd>`)}</dl>`;
  return mirrorPage("Mods for Factorio", body);
}

function modList({ mods, count, page }: NonNullable<FrontPage["found"]>, query: string): Markup {
  const rows = mods.map((mod) => {
    const latest = latestRelease(mod);
    return html`<tr><td><a href="/mods/${encodeURIComponent(mod.name)}">${mod.title}</a> <small>${mod.name}</small></td><td class="fixed">${latest?.version}</td><td class="fixed">${latest?.factorioVersion}</td><td>${mod.summary.slice(0, 300)}</td></tr>
`;
  });
  const heading = query === "" ? `${count} mods` : `${count} found for “${query}”`;
  const to = (number: number): string => `/?q=${encodeURIComponent(query)}&page=${number}`;
  const back = page > 1 && html`<a href="${to(page - 1)}">Before</a> `;
  const on = page * MODS_PER_PAGE < count && mods.length < count && html`<a href="${to(page + 1)}">More</a>`;
  return html`<h2 id="mods">${heading}</h2>
<div class="wide" tabindex="0"><table><thead><tr><th scope="col">Mod</th><th scope="col">Newest</th><th scope="col">Factorio</th><th scope="col">About</th></tr></thead><tbody>
${rows}</tbody></table></div><p>${back}${on}</p>`;
}

function packList(packs: readonly Pack[], origin = ""): Markup | undefined {
  if (packs.length === 0) return undefined;
  const rows = packs.map(({ name, lockfile }) => {
    return html`<tr><td><a href="/packs/${name}">${name}</a></td><td class="fixed">${lockfile.factorio.text}</td><td class="number">${lockfile.mods.size}</td><td><a href="/packs/${name}.lock">${origin}/packs/${name}.lock</a></td></tr>
`;
  });
  return html`<h2 id="packs">Packs</h2>
<div class="wide" tabindex="0"><table><thead><tr><th scope="col">Pack</th><th scope="col">Factorio</th><th scope="col" class="number">Mods</th><th scope="col">For <code>factorio-lock sync</code></th></tr></thead><tbody>
${rows}</tbody></table></div>`;
}

/** Describes a mirror's disk usage in words. */
export function diskWords(used: number | undefined, free: number | undefined): string {
  const parts = [
    used === undefined ? "" : `${sizeText(used)} of archives`,
    free === undefined ? "" : `${sizeText(free)} free`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}
