import { whoami } from "../../commands/whoami.ts";
import { hanging, tone } from "../../report/line.ts";
import { networkFlags } from "../flags.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (context, args) => {
  const data = await whoami(context, networkFlags(context, args));
  const says = data.accepted === null ? "the portal was not asked" : "the portal takes the token";
  return { data, page: { out: [hanging(0, tone.strong(data.username), `, from ${data.source}; ${says}.`)] } };
};
