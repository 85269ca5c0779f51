import { isDemandOrRecommendation } from "../dependency/dependency.ts";
import { requirementEdge } from "../graph/edge.ts";
import type { LockedMod } from "../lockfile/lockfile.ts";
import { presentMods } from "../lockfile/present-mods.ts";
import { html, linkAddress, type Markup } from "../markup/markup.ts";
import { sizeText } from "../text/size-text.ts";
import { modLink } from "./mod-link.ts";
import type { PackPage } from "./pack-model.ts";

/** The mods as a table, sortable by column if scripts run. */
export function modsSection(pack: PackPage): Markup {
  const { mods } = pack.lockfile;
  const needers = neededBy(pack);
  const known = [...mods.keys()].map((name) => pack.about(name));
  const shows = {
    size: known.some((about) => about?.size !== undefined),
    licence: known.some((about) => about?.licence !== undefined),
  };
  const rows = [...mods].map(([name, mod]) => row(pack, name, mod, needers.get(name) ?? [], shows));
  const sizes = [...mods.keys()].flatMap((name) => pack.about(name)?.size ?? []);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const only = sizes.length === mods.size ? "" : ` for the ${sizes.length} of which it is known`;
  return html`<h2 id="mods">Mods</h2>
${sizes.length > 0 && html`<p class="faint">${sizeText(total)} to download${only}.</p>`}
<div class="wide" tabindex="0"><table class="sort">
<thead><tr><th scope="col">Mod</th><th scope="col">Version</th><th scope="col">Released</th>${shows.size && html`<th scope="col" class="number">Size</th>`}${shows.licence && html`<th scope="col">Licence</th>`}<th scope="col">Why it is there</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>`;
}

/** Which optional columns are shown: those with at least one value. */
interface Shown {
  readonly size: boolean;
  readonly licence: boolean;
}

function row(pack: PackPage, name: string, mod: LockedMod, needers: readonly string[], shows: Shown): Markup {
  const { title, size, licence, licenceUrl, thumbnail } = pack.about(name) ?? {};
  const released = mod.kind === "release" ? mod.released.slice(0, 10) : "";
  const ownName = title !== undefined && title !== name && html` <small>${name}</small>`;
  const address = linkAddress(licenceUrl);
  const licensed = licence === undefined ? "" : address ? html`<a href="${address}">${licence}</a>` : licence;
  const bytes = size === undefined ? "" : sizeText(size);
  const sizeCell = shows.size && html`<td class="number" data-value="${size ?? -1}">${bytes}</td>`;
  const licenceCell = shows.licence && html`<td>${licensed}</td>`;
  return html`<tr><td data-value="${title ?? name}">${picture(thumbnail)}${modLink(pack, name)}${ownName}</td><td class="fixed">${mod.version.text}</td><td class="fixed">${released}</td>${sizeCell}${licenceCell}<td>${reason(pack, name, mod, needers)}</td></tr>
`;
}

/** The title stands beside it: who cannot see the picture misses nothing. */
function picture(png: string | undefined): Markup | undefined {
  if (png === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(png)) return undefined;
  return html`<img class="thumb" src="data:image/png;base64,${png}" alt="" width="48" height="48" decoding="async">`;
}

/** The most names that are listed; the rest are only counted. */
const MOST_NAMES = 4;

/** Why a mod is included: the manifest asks for it, or others need it. */
function reason({ lockfile }: PackPage, name: string, mod: LockedMod, needers: readonly string[]): string {
  const requirement = lockfile.requirements.get(name);
  const own = mod.kind === "path" ? "the author's own mod" : "chosen for this pack";
  if (requirement && requirement.kind !== "refused") {
    const asked = requirement.kind === "range" ? requirementEdge(requirement)?.constraint : undefined;
    return asked === undefined ? own : `${own}, ${asked}`;
  }
  const more = needers.length - MOST_NAMES;
  const shown = needers.slice(0, more > 0 ? MOST_NAMES : needers.length).join(", ");
  return needers.length === 0 ? "" : `for ${shown}${more > 0 ? ` and ${more} more` : ""}`;
}

/** For each mod, the mods that require or recommend it, in name order. */
function neededBy({ lockfile }: PackPage): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const mod of presentMods(lockfile).values()) {
    const names = mod.dependencies.filter(({ kind, name }) => isDemandOrRecommendation(kind) && name !== mod.name);
    for (const name of new Set(names.map((entry) => entry.name))) {
      found.set(name, [...(found.get(name) ?? []), mod.name]);
    }
  }
  return found;
}
