import { expect } from "vitest";
import { hurry } from "../../../packages/core/testing/as-commands.ts";
import { sourceOf } from "./case.ts";
import { describeLaws } from "./describe-laws.ts";
import { LAWS } from "./laws.ts";
import { outcomeInShort, outcomeOf } from "./outcome.ts";
import type { Law } from "./subject.ts";

/** More conflicts than any of these questions has. */
const ENDLESS = 1_000_000;

const samePatiently: Law = async ({ given, outcome }) => {
  const patient = await outcomeOf(given, sourceOf(given.registry), { patience: ENDLESS });
  expect(outcomeInShort(outcome)).toBe(outcomeInShort(patient));
};

// Small questions have few conflicts: here the first is taken for a sign of a hard one.
hurry(1);
describeLaws(
  "laws of hard questions",
  { ...LAWS, "the measures for hard questions change no verdict and no answer (R9, R10)": samePatiently },
  process.env["LONG"] ? 10_000 : 100,
);
