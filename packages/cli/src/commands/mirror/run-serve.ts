import { resolve } from "node:path";
import type { Answer, Runner } from "../../command/command.ts";
import { pathFlag, sizeFlag } from "../../command/read-flags.ts";
import { line, tone } from "../../report/line.ts";
import type { MIRROR_SERVE } from "./command.ts";
import { mirrorServe } from "./mirror-serve.ts";
import { keepHeapModest } from "./modest-heap.ts";
import type { MirrorServed } from "./result.ts";

export const run: Runner<typeof MIRROR_SERVE> = async (context, args, tools) => {
  keepHeapModest();
  const directory = resolve(context.cwd, args.words[0] as string);
  const options = {
    directory,
    listen: args.text("listen"),
    upstream: args.text("upstream"),
    maxArchive: sizeFlag(args, "max-archive"),
    users: pathFlag(context, args, "users"),
    trustedProxies: splitList(args.text("trusted-proxy")),
    hostNames: splitList(args.text("host-name")),
    packs: pathFlag(context, args, "packs"),
    accessLog: pathFlag(context, args, "access-log"),
    verbose: args.flag("verbose"),
  };
  return answer(await mirrorServe(context, options, (served) => tools.announce(answer(served))));
};

/** Splits a flag's value at commas. */
function splitList(text: string | undefined): string[] {
  return (text ?? "").split(",").flatMap((entry) => entry.trim() || []);
}

function answer(served: MirrorServed): Answer<MirrorServed> {
  const out = [line("Serving ", tone.strong(served.directory), " at ", tone.code(served.url))];
  return { data: served, page: { out, remarks: [line("Ctrl-C ends it.")] } };
}
