import type { Runner } from "../../command/command.ts";
import { networkFlags } from "../../command/read-flags.ts";
import { hanging, tone } from "../../report/line.ts";
import type { WHOAMI } from "./command.ts";
import { whoami } from "./whoami.ts";

export const run: Runner<typeof WHOAMI> = async (context, args) => {
  const data = await whoami(context, networkFlags(context, args));
  const says = data.accepted === null ? "the portal was not asked" : "the portal accepts the token";
  const others = data.logins.filter(({ portal }) => portal !== data.portal);
  const out = [
    hanging(2, `${data.portal}: `, tone.strong(data.username), `, from ${data.source}; ${says}.`),
    ...others.map(({ portal, username }) => hanging(2, `${portal}: `, tone.strong(username), ", from the login file.")),
  ];
  return { data, page: { out } };
};
