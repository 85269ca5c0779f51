import { describe, expect, onTestFinished, test } from "vitest";
import { type Handler, json, QUICK, serve } from "../../testing/server.ts";
import { Token } from "../credentials/token.ts";
import { createPortal } from "./create-portal.ts";

async function portalWith(handler: Handler) {
  const server = await serve(handler);
  const portal = createPortal({ url: server.url, limits: QUICK });
  onTestFinished(() => portal.close());
  return { server, portal };
}

describe("signing in", () => {
  test("sends version 6 of the form, and gives the account's own user name", async () => {
    const { server, portal } = await portalWith((_, response) =>
      json(response, { token: "a new token", username: "anna" }),
    );
    const result = await portal.signIn({ username: "anna@example.org", password: "p&ss w=rd", emailCode: "123" });
    expect(result).toMatchObject({ kind: "signed-in", credentials: { username: "anna" } });
    expect(result.kind === "signed-in" && result.credentials.token.reveal()).toBe("a new token");
    expect(server.hits[0]).toMatchObject({ method: "POST", path: "/api-login" });
    expect(Object.fromEntries(new URLSearchParams(server.hits[0]?.body))).toEqual({
      username: "anna@example.org",
      password: "p&ss w=rd",
      api_version: "6",
      require_game_ownership: "true",
      email_authentication_code: "123",
    });
  });

  test("may need a code from a mail", async () => {
    const answer = { error: "email-authentication-required", message: "A code was sent.", data: {} };
    const { portal } = await portalWith((_, response) => json(response, answer));
    expect(await portal.signIn({ username: "anna", password: "x" })).toEqual({
      kind: "email-code-needed",
      message: "A code was sent.",
    });
  });

  test.each([
    [
      "a wrong password",
      200,
      { error: "login-failed", message: "Username or password incorrect: hunter2hunter2" },
      /refused.*incorrect/,
    ],
    ["a wrong password, as older servers say it", 401, { message: "Unauthorized" }, /refused/],
    [
      "an account without the game",
      200,
      { error: "login-failed", message: "Insufficient membership" },
      /does not own Factorio/,
    ],
  ])("is refused for %s: AUTH_REJECTED, asked once, without the password", async (_, status, answer, message) => {
    const { server, portal } = await portalWith((_hit, response) => json(response, answer, status));
    const error = await portal
      .signIn({ username: "anna", password: "hunter2hunter2" })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "AUTH_REJECTED", message: expect.stringMatching(message) as unknown });
    expect(`${(error as Error).message}${(error as Error).stack}`).not.toContain("hunter2");
    expect(server.hits).toHaveLength(1);
  });

  test.each([
    ["an empty token", { token: "", username: "anna" }],
    ["a list of tokens", ["token"]],
    ["nothing", null],
  ])("fails for %s: PORTAL_ERROR", async (_, answer) => {
    const { portal } = await portalWith((_hit, response) => json(response, answer));
    await expect(portal.signIn({ username: "anna", password: "x" })).rejects.toMatchObject({ code: "PORTAL_ERROR" });
  });

  test("never follows a redirect with the password, not even to the same host by another method", async () => {
    const other = await serve((_, response) => json(response, { token: "t", username: "u" }));
    for (const [status, location] of [
      [307, `${other.url}/api-login`],
      [302, "/elsewhere"],
    ] as const) {
      const { server, portal } = await portalWith((_, response) => response.writeHead(status, { location }).end());
      await expect(portal.signIn({ username: "anna", password: "x" })).rejects.toMatchObject({ code: "PORTAL_ERROR" });
      expect(server.hits).toHaveLength(1);
    }
    expect(other.hits).toEqual([]);
  });
});

describe("bookmarks", () => {
  const credentials = { username: "anna", token: new Token("a bookmark token"), source: "a test" };

  test("show that credentials are good", async () => {
    const { server, portal } = await portalWith((_, response) => json(response, ["flib", "Krastorio2"]));
    expect(await portal.bookmarks(credentials)).toEqual(["flib", "Krastorio2"]);
    expect(Object.fromEntries(server.hits[0]?.query ?? [])).toEqual({ username: "anna", token: "a bookmark token" });
  });

  const refusals: readonly [string, Handler][] = [
    ["403", (_, response) => json(response, {}, 403)],
    ["a redirect to /login", (_, response) => response.writeHead(302, { location: "/login" }).end()],
    [
      "the sign-in page with 200",
      (_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<form>"),
    ],
  ];
  test.each(refusals)("refused by %s: AUTH_REJECTED", async (_, handler) => {
    const { portal } = await portalWith(handler);
    await expect(portal.bookmarks(credentials)).rejects.toMatchObject({
      code: "AUTH_REJECTED",
      message: expect.stringContaining('"anna"') as unknown,
    });
  });

  test("of another shape: PORTAL_ERROR", async () => {
    const { portal } = await portalWith((_, response) => json(response, { names: [] }));
    await expect(portal.bookmarks(credentials)).rejects.toMatchObject({ code: "PORTAL_ERROR" });
  });
});
