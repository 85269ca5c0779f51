import { expect, test } from "vitest";
import { proxyFor } from "./proxy.ts";

const P = "http://proxy.example:3128";

test.each([
  ["https://mods.factorio.com", {}, undefined],
  ["https://mods.factorio.com", { HTTPS_PROXY: P }, P],
  ["https://mods.factorio.com", { https_proxy: P, HTTPS_PROXY: "http://other" }, P],
  ["https://mods.factorio.com", { HTTP_PROXY: P }, undefined],
  ["http://mirror.example", { HTTP_PROXY: P }, P],
  ["https://mods.factorio.com", { HTTPS_PROXY: "proxy.example:3128" }, P],
  ["https://mods.factorio.com", { HTTPS_PROXY: "" }, undefined],
  ["https://mods.factorio.com", { HTTPS_PROXY: P, NO_PROXY: "*" }, undefined],
  ["https://mods.factorio.com", { HTTPS_PROXY: P, NO_PROXY: "example.org, factorio.com" }, undefined],
  ["https://mods.factorio.com", { HTTPS_PROXY: P, no_proxy: ".factorio.com" }, undefined],
  ["https://mods.factorio.com", { HTTPS_PROXY: P, NO_PROXY: "*.factorio.com" }, undefined],
  ["https://mods.factorio.com", { HTTPS_PROXY: P, NO_PROXY: "notfactorio.com" }, P],
  ["https://mods.factorio.com", { HTTPS_PROXY: P, NO_PROXY: "mods.factorio.com:444" }, P],
  ["https://mods.factorio.com", { HTTPS_PROXY: P, NO_PROXY: "mods.factorio.com:443" }, undefined],
  ["http://127.0.0.1:8080", { HTTP_PROXY: P }, undefined],
  ["http://localhost:8080", { HTTP_PROXY: P }, undefined],
  ["http://[::1]:8080", { HTTP_PROXY: P }, undefined],
])("%s with %o: %s", (target, env, expected) => {
  expect(proxyFor(new URL(target), env)).toBe(expected);
});
