// Builds the site into docs/.vitepress/dist. It wants built packages (`npm run build`); the network is not asked.
import { fileURLToPath } from "node:url";
import { build } from "vitepress";
import "./generate.mjs";

await build(fileURLToPath(new URL("..", import.meta.url)));
