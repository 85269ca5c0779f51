import { SETTING_SECTIONS, type SettingValue, type SettingValues } from "../manifest/manifest.ts";
import { html, type Markup } from "../markup/markup.ts";

/** The settings of the modpack. */
export function settingsSection(settings: SettingValues | undefined): Markup | undefined {
  const tables = SETTING_SECTIONS.flatMap((section) => {
    const values = Object.entries(settings?.[section] ?? {});
    if (values.length === 0) return [];
    const rows = values.map(
      ([name, value]) => html`<tr><td>${name}</td><td>${valueText(value)}</td></tr>
`,
    );
    const heading = section === "startup" ? "At the start of the game" : "For each map";
    return [
      html`<h3>${heading}</h3><div class="wide" tabindex="0"><table><tbody>
${rows}</tbody></table></div>`,
    ];
  });
  return tables.length === 0 ? undefined : html`<h2 id="settings">Settings</h2>${tables}`;
}

function valueText(value: SettingValue): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .map(([part, number]) => `${part} ${number}`)
    .join(", ");
}
