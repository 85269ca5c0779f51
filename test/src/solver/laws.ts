import { ANSWER_LAWS } from "./laws/answers.ts";
import { CHANGE_LAWS } from "./laws/changes.ts";
import { EXPLANATION_LAWS } from "./laws/explained.ts";
import { LOCK_LAWS } from "./laws/locked.ts";
import { RECOMMENDED_LAWS } from "./laws/recommended.ts";
import { UPGRADE_LAWS } from "./laws/upgrades.ts";
import type { Law } from "./subject.ts";

/** Every law of resolution, by its sentence. */
export const LAWS: Readonly<Record<string, Law>> = {
  ...ANSWER_LAWS,
  ...LOCK_LAWS,
  ...CHANGE_LAWS,
  ...RECOMMENDED_LAWS,
  ...EXPLANATION_LAWS,
  ...UPGRADE_LAWS,
};
