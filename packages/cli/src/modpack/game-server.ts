import type { GameServer } from "@factorio-lock/portal";
import type { Context } from "../project/context.ts";
import { VERSION } from "../version.ts";
import type { NetworkOptions } from "./services.ts";

/** Opens the server of the game's own archives, hands it to `use`, and closes it. `FACTORIO_LOCK_GAME_SERVER` names another. */
export async function withGameServer<T>(
  context: Context,
  options: Pick<NetworkOptions, "playerData" | "serverSettings">,
  use: (server: GameServer) => Promise<T>,
): Promise<T> {
  const { createGameServer, findCredentials, OFFICIAL_PORTAL } = await import("@factorio-lock/portal");
  const { env, platform, home, configDirectory, portalUrl, redactor } = context;
  const url = env["FACTORIO_LOCK_GAME_SERVER"] || undefined;
  const server = createGameServer({
    ...(url === undefined ? {} : { url }),
    env,
    userAgent: `factorio-lock/${VERSION}`,
    credentials: () => {
      // If another portal is named, the credentials of flags and environment are for that one, not for factorio.com.
      const isForOther = url === undefined && portalUrl !== undefined && new URL(portalUrl).origin !== OFFICIAL_PORTAL;
      const { playerData, serverSettings } = isForOther ? {} : options;
      return findCredentials({
        portal: url ?? OFFICIAL_PORTAL,
        env: isForOther ? {} : env,
        platform,
        home,
        configDirectory,
        redactor,
        ...(playerData === undefined ? {} : { playerData }),
        ...(serverSettings === undefined ? {} : { serverSettings }),
      });
    },
  });
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}
