import { html, linkAddress, type Markup } from "../markup/markup.ts";
import type { PackPage } from "./pack-model.ts";

/** A mod's title or name, as a link if it has a page. */
export function modLink({ about, pageOf }: PackPage, name: string): Markup {
  const title = about(name)?.title ?? name;
  const address = linkAddress(pageOf(name)) ?? ownAddress(pageOf(name));
  return address === undefined ? html`${title}` : html`<a href="${address}">${title}</a>`;
}

/** The address if it is a path on the page's own server; undefined for others. */
function ownAddress(address: string | undefined): string | undefined {
  return address !== undefined && /^\/?[\w%][\w%./-]*$/.test(address) ? address : undefined;
}
