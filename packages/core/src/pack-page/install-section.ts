import { usualModFolder } from "../game/usual-mod-folder.ts";
import { html, linkAddress, type Markup } from "../markup/markup.ts";
import type { PackPage } from "./pack-model.ts";

/** How to get the modpack: the pack file, and the steps on each system. */
export function installSection({ packFile, address, name }: PackPage): Markup {
  const link = packFile && (packFile.text === undefined ? packFile.name : dataAddress(packFile.text));
  const download =
    packFile && html`<p><a class="button" href="${link}" download="${packFile.name}">Download ${packFile.name}</a></p>`;
  const from = linkAddress(address);
  const source = from ?? packFile?.name;
  if (source === undefined) return html``;
  const folder = packFile && !from ? html`<li>Put <code>${packFile.name}</code> into a folder of its own.</li>` : "";
  const command = html`<pre>factorio-lock sync ${shellWord(source)}</pre>`;
  const place = folder === "" ? "In a new, empty folder," : "In that folder,";
  const steps = (get: Markup, where: string): Markup =>
    html`<ol><li>${get}</li>${folder}<li>${place} at a command line:${command}It shows what it will do, and asks.</li><li>Start the game with these mods: <code>factorio-lock launch</code>. Or let it use the game's own folder, <code>${where}</code>, by <code>factorio-lock set modDirectory "${where}"</code> and <code>factorio-lock install</code>.</li></ol>`;
  const npm = html`Install <a href="https://nodejs.org/">Node.js</a>, then factorio-lock: <code>npm install -g factorio-lock</code>.`;
  return html`<h2 id="get">Get it</h2>
${download}
<p class="faint">With factorio-lock you get exactly these releases of ${name}. The archives come from the mod portal, with the login that the game has.</p>
<details open><summary>Windows</summary>${steps(html`Get <code>factorio-lock.exe</code> from the releases of factorio-lock. Or ${withSmallInitial(npm)}`, usualModFolder("win32"))}</details>
<details><summary>Linux</summary>${steps(npm, usualModFolder("linux"))}</details>
<details><summary>macOS</summary>${steps(npm, usualModFolder("darwin"))}</details>`;
}

/** Escapes an address or file name so that it is one word in every shell, in which no shell runs anything. */
function shellWord(text: string): string {
  const word = text.replace(/[^\w.:/@%~?=&+,#-]/gu, (character) =>
    encodeURIComponent(character).replace(/^[!'()*]$/, hex),
  );
  return /[?=&#]/.test(word) ? `"${word}"` : word;
}

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** A `data:` address that contains JSON. Only characters that must be encoded are, to keep it short. */
function dataAddress(text: string): string {
  const content = text.replace(/[^\w .,:;=+*/()![\]{}|@^~$-]/gu, encodeURIComponent);
  return `data:application/json;charset=utf-8,${content}`;
}

function withSmallInitial({ markup }: Markup): Markup {
  return { markup: `${markup[0]?.toLowerCase()}${markup.slice(1)}` };
}
