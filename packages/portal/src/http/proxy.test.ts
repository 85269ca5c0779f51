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
  ["https://mods.factorio.com", { ALL_PROXY: P }, P],
  ["http://mirror.example", { all_proxy: P }, P],
  ["https://mods.factorio.com", { ALL_PROXY: "http://other", HTTPS_PROXY: P }, P],
  ["https://mods.factorio.com", { HTTPS_PROXY: "http://anna:pass@proxy.example:3128" }, P],
  ["https://mods.factorio.com", { HTTPS_PROXY: "socks5://proxy.example" }, "socks5://proxy.example"],
  ["https://mods.factorio.com", { HTTPS_PROXY: P, NO_PROXY: "*" }, undefined],
  ["http://127.0.0.1:8080", { HTTP_PROXY: P }, undefined],
  ["http://127.0.0.1:8080", { ALL_PROXY: P }, undefined],
  ["http://[::ffff:127.0.0.1]:8080", { HTTP_PROXY: P }, undefined],
  ["http://localhost.:8080", { HTTP_PROXY: P }, undefined],
  ["http://localhost:8080", { HTTP_PROXY: P }, undefined],
  ["http://[::1]:8080", { HTTP_PROXY: P }, undefined],
])("%s with %o: %s", (target, env, expected) => {
  const found = proxyFor(new URL(target), env);
  expect(found?.shown).toBe(expected);
});

test.each(["ftp://proxy.example", "http://", "http://a b"])("the proxy %s is refused, without its login", (address) => {
  const ask = () => proxyFor(new URL("https://mods.factorio.com"), { ALL_PROXY: address });
  expect(ask).toThrow(/^The proxy address in ALL_PROXY cannot be used/);
});
