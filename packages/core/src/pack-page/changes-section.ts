import type { LockDiff, ModChange } from "../diff/diff-lockfiles.ts";
import { html, type Markup } from "../markup/markup.ts";
import type { PackBefore, PackChangelog } from "./pack-model.ts";

/** The changes since another lockfile, with the mods' changelogs. */
export function changesSection({ mods, factorio }: LockDiff, { name, changelogs }: PackBefore): Markup {
  const changed = mods.filter(({ change }) => change !== "unchanged");
  const logs = new Map(changelogs.map((log) => [log.mod, log]));
  const game = factorio && html`<li>Factorio ${factorio.from} → ${factorio.to}</li>`;
  const none = changed.length === 0 && !factorio && html`<p>Nothing.</p>`;
  return html`<h2 id="changes">Changed since ${name}</h2>
${none}<ul>${game}${changed.map(
    (mod) => html`<li>${changeMarkup(mod)}${logOf(logs.get(mod.name))}</li>
`,
  )}</ul>`;
}

function changeMarkup({ name, change, from, to }: ModChange): Markup {
  if (change === "added") return html`<span class="added">+ ${name} ${to?.text}</span>`;
  if (change === "removed") return html`<span class="removed">− ${name} ${from?.text}</span>`;
  if (from?.text === to?.text) return html`${name} ${to?.text}, another archive`;
  return html`${name} ${from?.text} → ${to?.text}`;
}

/** The most versions, and entries per version, that are shown; the rest are only counted. */
const MOST_VERSIONS = 6;
const MOST_ENTRIES = 30;

function logOf(log: PackChangelog | undefined): Markup | undefined {
  if (!log || log.sections.length === 0) return undefined;
  const shown = log.sections.slice(0, MOST_VERSIONS).map(({ version, categories }) => {
    const entries = categories.flatMap(({ name, entries: all }) => all.map((text) => ({ name, text })));
    const rows = entries.slice(0, MOST_ENTRIES).map(({ name, text }) => {
      return html`<li>${name !== "" && html`<span class="faint">${name}:</span> `}${text}</li>`;
    });
    return html`<p>${version}</p><ul>${rows}</ul>${moreMarkup(entries.length - MOST_ENTRIES, "entries")}`;
  });
  const older = moreMarkup(log.sections.length - MOST_VERSIONS, "versions");
  return html`<details><summary>What is new</summary>${shown}${older}</details>`;
}

function moreMarkup(left: number, noun: string): Markup | undefined {
  return left > 0 ? html`<p class="faint">… and ${left} more ${noun}</p>` : undefined;
}
