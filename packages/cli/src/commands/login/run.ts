import type { Runner } from "../../command/command.ts";
import type { Input } from "../../host/host.ts";
import { hanging, tone } from "../../report/line.ts";
import type { LOGIN } from "./command.ts";
import { login } from "./login.ts";

/** Reading of standard input stops after this many characters: a token is far shorter. */
const MAX_LENGTH = 4096;

export const run: Runner<typeof LOGIN> = async (context, args, tools) => {
  const token = args.flag("token-stdin") ? await readAll(tools.stdin) : undefined;
  const data = await login(context, { username: args.text("username"), token });
  return {
    data,
    page: {
      out: [
        hanging(
          0,
          "Logged in at ",
          data.portal,
          " as ",
          tone.strong(data.username),
          `; the token is kept in ${data.file}.`,
        ),
      ],
    },
  };
};

async function readAll(input: Input): Promise<string> {
  let text = "";
  for await (const chunk of input) {
    text += String(chunk);
    if (text.length > MAX_LENGTH) break;
  }
  return text;
}
