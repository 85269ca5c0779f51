import { describe, expect, test } from "vitest";
import { node } from "../../../testing/nodes.ts";
import { makeBudget } from "./budget.ts";
import { addFact, addMod, makeSearch, restart, type Search } from "./search.ts";
import { runInTurns, takeTurn } from "./turns.ts";

/** Counts turns of the event loop until it is stopped. */
function turns(): { readonly count: () => number; readonly stop: () => void } {
  let counted = 0;
  let isOver = false;
  const turn = (): void => {
    counted++;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    count: () => counted,
    stop: () => {
      isOver = true;
    },
  };
}

/** A search that takes one step for each of so many mods. */
function searchOf(mods: number): Search {
  const search = makeSearch(makeBudget(1_000_000));
  const order = Array.from({ length: mods }, (_, at) => at);
  for (const mod of order) {
    addMod(search, node(mod, `mod-${mod}`, [], []));
    addFact(search, { terms: [{ mod, set: [0, 0] }], cause: { kind: "manifest" } });
  }
  restart(search, [], order);
  return search;
}

describe("a turn", () => {
  test("is one of the event loop: what was waiting for it runs", async () => {
    let ran = false;
    setImmediate(() => {
      ran = true;
    });
    for (let taken = 0; !ran && taken < 10; taken++) await takeTurn({});
    expect(ran).toBe(true);
  });

  test("throws the reason of a signal that is aborted meanwhile", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    setImmediate(() => controller.abort(reason));
    const taking = (async () => {
      for (let taken = 0; taken < 10; taken++) await takeTurn({ signal: controller.signal });
    })();
    await expect(taking).rejects.toBe(reason);
  });
});

describe("a search in turns", () => {
  test("lets others run after each slice, and ends as it does in one", async () => {
    const { count, stop } = turns();
    const state = await runInTurns(searchOf(40), { slice: 1 });
    stop();
    expect(state.kind).toBe("solved");
    expect(count()).toBeGreaterThan(10);
    expect((await runInTurns(searchOf(40), {})).kind).toBe("solved");
  });

  test("begins with short slices, as code that has not run before is slow, and never takes long ones", async () => {
    const search = searchOf(2000);
    const left: number[] = [];
    const signal = { throwIfAborted: () => void left.push(search.budget.left) };
    await runInTurns(search, { signal });
    const taken = left.map((steps, at) => (left[at - 1] ?? 1_000_000) - steps);
    expect(taken.length).toBeGreaterThan(2000 / 250);
    expect(taken[0]).toBeLessThanOrEqual(25);
    expect(taken[1]).toBeLessThanOrEqual(50);
    expect(Math.max(...taken)).toBeLessThanOrEqual(300);
  });

  test("lets others run between searches that are short each", async () => {
    const search = searchOf(5);
    const { count, stop } = turns();
    for (let round = 0; round < 200; round++) {
      restart(search, [], [0, 1, 2, 3, 4]);
      await runInTurns(search, { slice: 20 });
    }
    stop();
    expect(count()).toBeGreaterThan(10);
  });

  test("heeds a signal before its end", async () => {
    const controller = new AbortController();
    const search = searchOf(40);
    setImmediate(() => controller.abort(new Error("enough")));
    await expect(runInTurns(search, { slice: 1, signal: controller.signal })).rejects.toThrow("enough");
    expect(search.visited.length).toBeLessThan(40);
  });
});
