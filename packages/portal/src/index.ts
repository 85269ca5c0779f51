export type { Machine } from "./credentials/config-directory.ts";
export { configDirectory } from "./credentials/config-directory.ts";
export type { Credentials } from "./credentials/credentials.ts";
export type { CredentialSearch } from "./credentials/find-credentials.ts";
export { findCredentials, missingHint } from "./credentials/find-credentials.ts";
export type { Login, Logins } from "./credentials/login-file.ts";
export { loginFile, readLogins, removeLogin, saveLogin } from "./credentials/login-file.ts";
export type { Redactor } from "./credentials/redactor.ts";
export { createRedactor } from "./credentials/redactor.ts";
export { redactAddresses, Token } from "./credentials/token.ts";
export type { PortalErrorDetails } from "./error.ts";
export { PortalError } from "./error.ts";
export type { GameServer, GameServerOptions, NewestGames } from "./game-server/game-server.ts";
export { createGameServer, gameServerError } from "./game-server/game-server.ts";
export type { PortalEvent } from "./http/events.ts";
export type { Upload } from "./http/http-client.ts";
export type { Limits } from "./http/limits.ts";
export { LIMITS } from "./http/limits.ts";
export type { Server, ServerAnswer, ServerOptions, ServerRequest } from "./http/open-server.ts";
export { openServer } from "./http/open-server.ts";
export type { NameService } from "./http/private-guard.ts";
export { isPrivateAddress } from "./http/private-guard.ts";
export type { Environment } from "./http/proxy.ts";
export type { RemoteFile } from "./http/remote-file.ts";
export type { RetryOptions } from "./http/retry.ts";
export { retry } from "./http/retry.ts";
export type { AddressOptions } from "./http/with-address.ts";
export { withAddress } from "./http/with-address.ts";
export type { Metadata } from "./metadata/metadata.ts";
export type { UnsafeRelease } from "./metadata/mod-info.ts";
export { modInfo } from "./metadata/mod-info.ts";
export type { MetadataOptions } from "./metadata/open-metadata.ts";
export { openMetadata } from "./metadata/open-metadata.ts";
export type { ModLicence } from "./metadata/record.ts";
export type { PortalOptions } from "./portal/create-portal.ts";
export { createPortal } from "./portal/create-portal.ts";
export type { DownloadPath } from "./portal/download-path.ts";
export { parseDownloadPath } from "./portal/download-path.ts";
export type {
  Asking,
  Download,
  DownloadOptions,
  ListQuery,
  Portal,
  SearchQuery,
  SignIn,
  SignInRequest,
} from "./portal/portal.ts";
export { OFFICIAL_PORTAL } from "./portal/portal.ts";
export type { ModListEntry, ModListPage, Pagination } from "./wire/mod-list.ts";
export type { License, ModImage, PortalMod } from "./wire/portal-mod.ts";
export type { PortalRelease } from "./wire/portal-release.ts";
export type { SearchPage, SearchResult } from "./wire/search-page.ts";
