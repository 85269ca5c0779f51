import { html, linkAddress, type Markup } from "../markup/markup.ts";
import type { PackPage } from "./pack-model.ts";

/** A mod's name or title as a link to its page, where it has one. */
export function modLink({ about, pageOf }: PackPage, name: string): Markup {
  const title = about(name)?.title ?? name;
  const address = linkAddress(pageOf(name)) ?? ownAddress(pageOf(name));
  return address === undefined ? html`${title}` : html`<a href="${address}">${title}</a>`;
}

/** An address below the page's own, without a scheme. */
function ownAddress(address: string | undefined): string | undefined {
  return address !== undefined && /^\/?[\w%][\w%./-]*$/.test(address) ? address : undefined;
}
