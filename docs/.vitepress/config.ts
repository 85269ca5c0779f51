import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { repositoryLinks } from "../site/repository-links.mjs";

const here = fileURLToPath(new URL("..", import.meta.url));

interface Entry {
  readonly text: string;
  readonly link: string;
}

const pages = (entries: Readonly<Record<string, string>>): Entry[] =>
  Object.entries(entries).map(([text, link]) => ({ text, link }));

/** The generated pages of a folder, in the order of their names. */
function generated(folder: string): Entry[] {
  if (!existsSync(`${here}${folder}`)) return [];
  const names = readdirSync(`${here}${folder}`).filter((name) => name.endsWith(".md") && name !== "index.md");
  return names
    .map((name) => name.slice(0, -".md".length))
    .sort()
    .map((name) => ({ text: name, link: `/${folder}/${name}` }));
}

const base = process.env["SITE_BASE"] ?? "/";

export default defineConfig({
  title: "factorio-lock",
  description: "The same Factorio mods everywhere: yours, your friend's, your server's.",
  lang: "en-GB",
  cleanUrls: false,
  base,
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${base}icon.svg` }]],
  // The theme names this switch by a script only; a screen reader wants its name before that too.
  transformHtml: (html) =>
    html.replaceAll(
      /(<button class="VPSwitch VPSwitchAppearance"[^>]*) title(?:="")?(?= )/g,
      '$1 title="Switch to dark theme"',
    ),
  srcExclude: ["**/node_modules/**", "site/**"],
  lastUpdated: false,
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: (markdown) => {
      markdown.use(repositoryLinks);
      // The pictures of the solver's tests are in no language that a highlighter knows.
      markdown.core.ruler.push("pictures", ({ tokens }) => {
        for (const token of tokens) if (token.info === "picture") token.info = "txt";
      });
    },
  },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Players", link: "/players/" },
      { text: "Pack authors", link: "/authors/" },
      { text: "Servers", link: "/servers" },
      { text: "Tool writers", link: "/tools/" },
      { text: "Reference", link: "/reference/" },
      { text: "Playground", link: "/playground" },
    ],
    sidebar: [
      {
        text: "Players",
        items: pages({
          "Start here": "/players/",
          "The same mods as a friend": "/players/same-mods",
          "Update, and undo": "/players/undo",
          "Switch a mod off": "/players/switch-off",
          "Two modpacks": "/players/two-packs",
          "When it does not work": "/players/trouble",
          "When mods do not fit": "/when-mods-do-not-fit",
          "Start the game": "/playing",
        }),
      },
      {
        text: "Pack authors",
        items: pages({
          "Start here": "/authors/",
          "The manifest": "/manifest",
          "The lockfile": "/lockfile",
          "Mod settings": "/authors/settings",
          "Publish a pack": "/authors/publishing",
          "Pull requests and CI": "/ci",
          "Another game line": "/authors/game-lines",
        }),
      },
      {
        text: "Servers",
        items: pages({
          "Start here": "/servers",
          systemd: "/servers/systemd",
          "Containers and panels": "/docker",
          "Account and secrets": "/servers/secrets",
          "A mirror of your own": "/mirror",
        }),
      },
      {
        text: "Tool writers",
        items: pages({
          "Start here": "/tools/",
          "Lock to download": "/tools/recipe",
          "The command line in scripts": "/tools/scripts",
          "In a browser": "/tools/browser",
          Playground: "/playground",
        }),
      },
      { text: "API", link: "/api/", collapsed: true, items: generated("api") },
      {
        text: "Reference",
        link: "/reference/",
        collapsed: true,
        items: [
          ...pages({
            "All commands on one page": "/commands",
            "Flags of every command": "/reference/flags",
            "Error codes": "/reference/error-codes",
            Schemas: "/reference/schemas",
          }),
          { text: "Commands", link: "/reference/", collapsed: true, items: generated("reference/commands") },
        ],
      },
      {
        text: "How it works",
        link: "/architecture",
        collapsed: true,
        items: pages({
          Architecture: "/architecture",
          "The rules of resolution": "/rules",
          "The solver": "/solver",
          "The mods folder": "/mod-directory",
          "The store": "/store",
          Security: "/security",
          "The mod portal's API": "/portal-api",
          Benchmarks: "/benchmarks",
          "What was measured": "/results",
          "The game and its portal": "/factorio",
        }),
      },
      {
        text: "Contributing",
        link: "/contributing",
        collapsed: true,
        items: pages({
          Contribute: "/contributing",
          "How it is tested": "/testing",
          "Style of words and output": "/style",
          Releasing: "/releasing",
        }),
      },
    ],
    docFooter: { prev: "Before", next: "Next" },
    footer: { message: "MIT licence. Not affiliated with Wube Software." },
  },
});
