import { setTimeout as pause } from "node:timers/promises";
import { createSandbox, type Sandbox } from "../cli/sandbox.ts";
import type { Phase } from "./phases.ts";

/** How a stop was heeded. */
export interface Stop {
  /** False if the command had ended before. */
  readonly stopped: boolean;
  readonly code: number;
  /** From the signal to the end of the process. */
  readonly milliseconds: number;
}

/** A modpack at the point where the phase's command can be run. */
export async function openPhase({ mods, serving, wanted, before = [], later = [] }: Phase): Promise<Sandbox> {
  const box = await createSandbox(mods, serving);
  const lines = wanted.map((name) => `  ${name}: "*"\n`);
  await box.write("mods.yaml", `factorio: "2.0"\nmods:${lines.length > 0 ? `\n${lines.join("")}` : " {}\n"}`);
  for (const args of before) {
    const { code, stderr } = await box.spawn(args);
    if (code !== 0) throw new Error(stderr);
  }
  if (later.length > 0) await box.world.publish(later);
  return box;
}

/** Starts the phase's command, and presses Ctrl-C so many milliseconds after its first question, or after its start. */
export async function stopAt({ args, asks }: Phase, box: Sandbox, delay: number): Promise<Stop> {
  const asked = box.requests.length;
  const controller = new AbortController();
  let isOver = false;
  const running = box.spawn(args, { signal: controller.signal, killAfter: 60_000 }).finally(() => {
    isOver = true;
  });
  while (asks && !isOver && box.requests.length === asked) await pause(2);
  await pause(delay);
  const start = performance.now();
  const stopped = !isOver;
  controller.abort();
  const { code } = await running;
  return { stopped, code, milliseconds: performance.now() - start };
}
