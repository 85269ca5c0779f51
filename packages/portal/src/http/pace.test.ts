import { describe, expect, test } from "vitest";
import { json, portalOf, QUICK, serve, wireMod, wireRelease } from "../../testing/server.ts";
import { createPortal } from "../portal/create-portal.ts";
import { LIMITS } from "./limits.ts";
import { createPace } from "./pace.ts";

describe("the pace that requests share", () => {
  const quick = { ...LIMITS, refusedMs: 20, paceMs: 10, paceMaxMs: 30 };

  test("there is none before the first 429", async () => {
    const pace = createPace(LIMITS, () => 0);
    await Promise.all(Array.from({ length: 1000 }, () => pace.turn(undefined)));
  });

  test("of several that were refused at once only the first slows it down, and a pause doubles until an answer comes", () => {
    let now = 1;
    const pace = createPace(LIMITS, () => now);
    const pauses = [pace.refused(0, undefined), pace.refused(0, undefined)];
    now = 2000;
    pauses.push(pace.refused(1500, undefined));
    pace.answered();
    now = 4000;
    pauses.push(pace.refused(3500, undefined));
    expect(pauses).toEqual([1000, 1000, 2000, 1000]);
  });

  test("Retry-After counts up to its limit", () => {
    const pace = createPace(LIMITS, () => 1);
    expect([pace.refused(0, 2000), pace.refused(0, 3_600_000)]).toEqual([2000, 10_000]);
  });

  test("after a 429 one goes after the other", async () => {
    let now = 0;
    const pace = createPace(quick, () => now);
    pace.refused(-1, undefined);
    const order: number[] = [];
    now = 100;
    const turns = [1, 2, 3].map((turn) => pace.turn(undefined).then(() => order.push(turn)));
    await Promise.all(turns);
    expect(order).toEqual([1, 2, 3]);
  });

  test("whoever waits heeds the signal", async () => {
    const pace = createPace({ ...LIMITS, refusedMs: 60_000 });
    pace.refused(performance.now(), undefined);
    const controller = new AbortController();
    const turn = pace.turn(controller.signal);
    controller.abort();
    await expect(turn).rejects.toMatchObject({ code: "INTERRUPTED" });
  });
});

describe("a portal that answers 429 without Retry-After", () => {
  /** A portal of a chain of mods that answers `most` requests in `windowMs`, and 429 beyond. */
  async function limited(depth: number, most: number, windowMs: number, limits = {}) {
    const mods = new Map(
      Array.from({ length: depth }, (_, at) => {
        const next = at + 1 < depth ? [`mod-${at + 1}`] : [];
        return [`mod-${at}`, wireMod(`mod-${at}`, [wireRelease(`mod-${at}`, "1.0.0", next)])] as const;
      }),
    );
    let window = 0;
    let answers = 0;
    let refusals = 0;
    const inner = portalOf(mods);
    const server = await serve((hit, response, nth) => {
      // The first window ends with a refusal, however slow the machine is.
      if (refusals > 0 && performance.now() - window >= windowMs) {
        window = performance.now();
        answers = 0;
      }
      answers += 1;
      if (answers <= most) return inner(hit, response, nth);
      if (refusals === 0) window = performance.now();
      refusals += 1;
      return json(response, { message: "too many" }, 429);
    });
    const portal = createPortal({
      url: server.url,
      limits: { ...QUICK, stallMs: 60_000, headMs: 60_000, patienceMs: 60_000, budgetMs: 120_000, ...limits },
    });
    return { portal, refusals: () => refusals };
  }

  test("ten requests a second, 30 mods deep, 16 at once: all come, and no try is lost", async () => {
    // A tenth of the times.
    const { portal, refusals } = await limited(30, 10, 100, { refusedMs: 100, paceMs: 10, tries: 1 });
    const names = Array.from({ length: 30 }, (_, at) => `mod-${at}`);
    for (const name of names) await portal.full(name);
    const all = await Promise.all([...names, ...names].map((name) => portal.full(name)));
    await portal.close();
    expect(all.every((mod) => mod !== undefined)).toBe(true);
    expect(refusals()).toBeGreaterThan(0);
  });

  test("one that never lets up is a failure in the end, after three tries", async () => {
    const server = await serve((_, response) => json(response, {}, 429));
    const waits: number[] = [];
    const portal = createPortal({
      url: server.url,
      limits: {
        ...QUICK,
        stallMs: 60_000,
        headMs: 60_000,
        patienceMs: 3_000,
        refusedMs: 10,
        retryAfterMaxMs: 20,
        paceMaxMs: 20,
        budgetMs: 60_000,
      },
      onEvent: (event) => void (event.kind === "retry" && waits.push(event.waitMs)),
    });
    await expect(portal.full("mod-0")).rejects.toMatchObject({ code: "PORTAL_ERROR", status: 429 });
    await portal.close();
    expect(server.hits.length).toBeGreaterThan(4);
    expect(waits.length).toBe(server.hits.length - 1);
  });
});
