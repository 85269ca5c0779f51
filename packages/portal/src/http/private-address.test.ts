import { expect, test } from "vitest";
import { isPrivateIp, isPrivateName } from "./private-address.ts";

test.each([
  "127.0.0.1",
  "10.1.2.3",
  "192.168.1.1",
  "172.20.0.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "::1",
  "fd00::7",
  "fe80::1%eth0",
  "::ffff:10.0.0.1",
  "64:ff9b::10.0.0.1",
])("%s is private", (address) => expect(isPrivateIp(address)).toBe(true));

test.each(["8.8.8.8", "172.32.0.1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "a name"])("%s is not", (address) =>
  expect(isPrivateIp(address)).toBe(false),
);

test.each(["intranet", "nas.local", "printer.lan.", "a.home.arpa"])("%s is a name of a private network", (name) =>
  expect(isPrivateName(name)).toBe(true),
);

test.each(["example.com", "local.example", "a.b"])("%s is none", (name) => expect(isPrivateName(name)).toBe(false));
