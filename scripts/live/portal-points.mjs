const AGENT = { "user-agent": "factorio-lock live check (not affiliated with Wube)" };

/** How many requests are sent at once to find a limit. */
const BURST = 60;

/**
 * The open questions that the portal can answer.
 *
 * @param options `portal`: its address; `mod`: a mod with several releases; `username` and `token`, absent without an account;
 *   `burst`: whether to look for the rate limit as well
 */
export function portalPoints({ portal, mod, username, token, burst }) {
  const name = encodeURIComponent(mod);
  const account = username && token ? undefined : "needs FACTORIO_USERNAME and FACTORIO_TOKEN";
  const ask = (path, options) => answer(new URL(path, portal), options);
  const json = async (path) => JSON.parse((await ask(path)).text);
  const release = async () => (await json(`/api/mods/${name}/full`)).releases.at(-1);

  return [
    {
      question: "How large is a page of the list by default?",
      look: async () => {
        const { pagination, results } = await json("/api/mods");
        return `page_size ${pagination?.page_size}, ${results.length} results`;
      },
    },
    {
      question: "Do answers to a name list carry dependencies?",
      look: async () => {
        const { results } = await json(`/api/mods?page_size=max&namelist=${name}`);
        const [first] = results;
        return `releases ${first.releases?.length}, info_json has ${Object.keys(first.releases?.at(-1)?.info_json ?? {}).join(", ")}`;
      },
    },
    {
      question: "Does `version` filter the releases of a name list?",
      look: async () => {
        const { results } = await json(`/api/mods?page_size=max&version=2.0&namelist=${name}`);
        const lines = new Set((results[0]?.releases ?? []).map(({ info_json }) => info_json.factorio_version));
        return `lines of the releases: ${[...lines].join(", ") || "no releases"}`;
      },
    },
    {
      question: "Are there feature_flags in full answers?",
      look: async () => {
        const { releases } = await json(`/api/mods/${name}/full`);
        const some = releases.filter((one) => "feature_flags" in one || "feature_flags" in one.info_json);
        return `in ${some.length} of ${releases.length} releases`;
      },
    },
    ...[
      ["an unknown mod", "/api/mods/no-such-mod-b7d1"],
      ["an invalid version", "/api/mods?version=banana"],
      ["an invalid page size", "/api/mods?page_size=banana"],
      ["a page beyond the last", "/api/mods?page=1000000"],
      ["a wrong token", "/api/bookmarks?username=nobody&token=wrong"],
    ].map(([what, path]) => ({
      question: `What does it answer to ${what}?`,
      look: async () => describe(await ask(path)),
    })),
    {
      question: "What does it answer to a download without an account?",
      look: async () => describe(await ask((await release()).download_url)),
    },
    {
      question: "Does the download's host accept Range, and which validators does it send?",
      missing: account,
      look: async () => {
        const { download_url: path } = await release();
        const query = new URLSearchParams({ username, token });
        const first = await ask(`${path}?${query}`);
        const target = first.headers.get("location");
        // The token is sent only to the portal: the second address is requested without it.
        const where = target === null ? new URL(`${path}?${query}`, portal) : new URL(target, portal);
        if (target !== null && where.href.includes(token)) return "its redirect carries the token";
        const part = await answer(where, { headers: { range: "bytes=0-99" } });
        const shown = ["content-range", "accept-ranges", "etag", "last-modified", "content-type", "cache-control"]
          .map((header) => `${header}: ${part.headers.get(header)}`)
          .join("; ");
        return `first answer ${first.status}; ${part.status} from ${where.host}; ${shown}`;
      },
    },
    {
      question: "Which versions of the game are there?",
      look: async () => {
        const at = portal.includes("mods.factorio.com") ? "https://factorio.com" : portal;
        return (await answer(new URL("/api/latest-releases", at))).text.slice(0, 400);
      },
    },
    {
      question: "At how many requests does it answer 429, and for how long?",
      missing: burst ? undefined : "only with --burst, because it disturbs the portal",
      look: async () => {
        const answers = await Promise.all(Array.from({ length: BURST }, () => ask(`/api/mods/${name}`)));
        const refused = answers.filter(({ status }) => status === 429);
        return `${refused.length} of ${BURST} at once: 429, Retry-After ${refused[0]?.headers.get("retry-after") ?? "-"}`;
      },
    },
  ];
}

async function answer(url, options = {}) {
  const response = await fetch(url, {
    redirect: "manual",
    signal: AbortSignal.timeout(30_000),
    ...options,
    headers: { ...AGENT, ...options.headers },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function describe({ status, headers, text }) {
  const target = headers.get("location");
  const to = target === null ? "" : `, to ${target.replace(/\?.*/, "?…")}`;
  return `${status}${to}, ${headers.get("content-type")}: ${text.replace(/\s+/g, " ").slice(0, 160)}`;
}
