import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { ownSignal } from "./own-signal.ts";

test("each of many listeners hears the signal, and Node warns of none", async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => void warnings.push(warning);
  process.on("warning", onWarning);
  const controller = new AbortController();
  const waits = Array.from({ length: 40 }, () =>
    sleep(60_000, "slept", { signal: ownSignal(controller.signal) }).catch(() => "stopped"),
  );
  controller.abort();
  expect(new Set(await Promise.all(waits))).toEqual(new Set(["stopped"]));
  await sleep(0);
  process.off("warning", onWarning);
  expect(warnings).toEqual([]);
});

test("no signal stays none", () => {
  expect(ownSignal(undefined)).toBeUndefined();
});
