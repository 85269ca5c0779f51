import { FactorioLockError, isSafeName } from "@factorio-lock/core";
import { createPortal, PortalError, type PortalOptions } from "@factorio-lock/portal";
import type { Catalog, SignInAnswer } from "../catalog/catalog.ts";
import type { CatalogMod } from "../catalog/catalog-mod.ts";
import type { ListQuery, ModPage } from "../catalog/list-query.ts";
import { searchMods } from "../catalog/search-mods.ts";
import { selectMods } from "../catalog/select-mods.ts";
import type { FolderCatalog } from "../folder/folder-catalog.ts";
import type { Credentials } from "../users/credentials.ts";
import { openKeptMods } from "./kept-mods.ts";
import { createOutage } from "./outage.ts";
import { passedOn } from "./passing-token.ts";
import { openPulls } from "./pulls.ts";
import { createUpstreamLists } from "./upstream-lists.ts";
import { createUpstreamMods, FRESHNESS, type Freshness } from "./upstream-mods.ts";

export interface UpstreamOptions {
  /** The folder into which archives are pulled. */
  readonly directory: string;
  /** The address of the portal behind the mirror. */
  readonly url: string;
  /** The mirror owner's account, with which archives are pulled; without it each client's own is passed on. */
  readonly credentials?: Credentials;
  readonly freshness?: Partial<Freshness>;
  /** The most bytes that an archive may have. Default: 2 GiB. */
  readonly maxBytes?: number | undefined;
  /** Further options of the client of the portal behind. */
  readonly portal?: Pick<PortalOptions, "env" | "insecure" | "limits" | "userAgent">;
  onTrouble(message: string): void;
}

/** Clients of the mirror do not wait for a dead or overloaded portal as long as players do. Milliseconds. */
const UPSTREAM_LIMITS = { connectMs: 4_000, headMs: 10_000, budgetMs: 15_000, patienceMs: 0 };

/**
 * A folder with a portal behind it: what the folder does not have is pulled through and kept. Mods that the portal
 * does not know are served from the folder alone. While the portal is down, what is known is served.
 */
export async function openUpstream(folder: FolderCatalog, options: UpstreamOptions): Promise<Catalog> {
  const { directory, url, credentials: own } = options;
  const onTrouble = (message: string): void => options.onTrouble(message);
  const portalOptions: PortalOptions = {
    ...options.portal,
    url,
    limits: { ...UPSTREAM_LIMITS, ...options.portal?.limits },
  };
  const portal = createPortal(portalOptions);
  const outage = createOutage(onTrouble);
  const freshness = { ...FRESHNESS, ...options.freshness };
  const mods = createUpstreamMods(portal, openKeptMods(directory, url), outage, { freshness, onTrouble });
  const lists = createUpstreamLists(portal, outage, freshness.check);
  const pulls = await openPulls(directory, folder, { maxBytes: options.maxBytes, onFailure: onTrouble });

  const withOwn = ownAdder(folder);

  /** The mods that are known without the portal. */
  const known = async (): Promise<ReadonlyMap<string, CatalogMod>> =>
    new Map([...folder.mods(), ...(await mods.known())]);

  const modOf = async (name: string): Promise<CatalogMod | undefined> => {
    if (!isSafeName(name)) return undefined;
    const found = await mods.get(name);
    if (found !== "down") return found ?? folder.mod(name);
    const here = folder.mod(name);
    if (here) return here;
    throw new FactorioLockError(
      "PORTAL_UNREACHABLE",
      "The portal behind the mirror gives no answer, and the mod is not known.",
    );
  };

  return {
    async list(query) {
      return withOwn(query, (await lists.list(query)) ?? selectMods(await known(), query));
    },
    async search(query) {
      return (await lists.search(query)) ?? searchMods(await known(), query);
    },
    mod: modOf,
    async archive(name, id, client) {
      const here = folder.archive(name, id);
      if (here) return here;
      const release = (await modOf(name))?.releases.find((one) => one.id === id);
      if (!release) return undefined;
      // A client of the portal for this download alone: the token lives no longer than it.
      const connect = () => createPortal({ ...portalOptions, credentials: async () => account(own ?? client) });
      return folder.file(release.sha1) ?? pulls.archive(name, release, connect);
    },
    file: (sha1) => folder.file(sha1) ?? pulls.underWay(sha1),
    thumbnail: (sha1) => folder.thumbnail(sha1),
    async knows(client) {
      const answered = await outage.attempt(async () => {
        try {
          await portal.bookmarks(passedOn(client));
          return true;
        } catch (error) {
          if (isRefusal(error)) return false;
          throw error;
        }
      });
      return answered?.answer ?? true;
    },
    async signIn({ username, password, emailCode }): Promise<SignInAnswer> {
      try {
        const signedIn = await portal.signIn({ username, password, ...(emailCode === "" ? {} : { emailCode }) });
        if (signedIn.kind === "email-code-needed") {
          return { error: "email-authentication-required", message: signedIn.message };
        }
        return { username: signedIn.credentials.username, token: signedIn.credentials.token.reveal() };
      } catch (error) {
        if (isRefusal(error)) return { error: "login-failed", message: (error as Error).message };
        throw error;
      }
    },
    size: () => folder.size(),
    async close() {
      await pulls.close();
      await portal.close();
      await folder.close();
    },
  };
}

/** Whom the portal is shown; nobody where the client showed nothing. */
function account(shown: Credentials): ReturnType<typeof passedOn> | undefined {
  return shown.username === "" && shown.token === "" ? undefined : passedOn(shown);
}

function isRefusal(error: unknown): boolean {
  return error instanceof PortalError && error.code === "AUTH_REJECTED";
}

/**
 * Adds the folder's own mods, which the portal does not know, to a list of named mods or of all. The same page is the
 * same object while the folder has not changed.
 */
function ownAdder(folder: FolderCatalog): (query: ListQuery, page: ModPage) => ModPage {
  const added = new WeakMap<ModPage, { readonly mods: ReadonlyMap<string, CatalogMod>; readonly page: ModPage }>();
  return (query, page) => {
    if (query.names === undefined && query.pageSize !== "max") return page;
    const mods = folder.mods();
    const known = added.get(page);
    if (known?.mods === mods) return known.page;
    const listed = new Set(page.mods.map(({ name }) => name));
    const own = selectMods(mods, { ...query, pageSize: "max" }).mods.filter(({ name }) => !listed.has(name));
    const all = { count: page.count + own.length, mods: [...page.mods, ...own], key: { mods, page } };
    const made = own.length === 0 ? page : all;
    added.set(page, { mods, page: made });
    return made;
  };
}
