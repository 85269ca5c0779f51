// The few calls of the REST API that the actions make.

/**
 * @param {{ token: string, repository: string, api: string, fetch?: typeof fetch }} access
 */
export function createGitHub({ token, repository, api, fetch: send = fetch }) {
  const request = async (method, path, body) => {
    const response = await send(`${api}/repos/${repository}${path}`, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "user-agent": "factorio-lock-action",
        "x-github-api-version": "2022-11-28",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A redirect would carry the token to wherever it leads.
      redirect: "error",
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw Object.assign(new Error(`GitHub answered ${response.status} to ${method} ${path.split("?")[0]}`), {
        status: response.status,
      });
    }
    return response.status === 204 ? undefined : response.json();
  };
  /** Everything of a list, page after page. */
  const all = async (path) => {
    const found = [];
    for (let page = 1; page <= 50; page += 1) {
      const part = await request("GET", `${path}${path.includes("?") ? "&" : "?"}per_page=100&page=${page}`);
      found.push(...part);
      if (part.length < 100) break;
    }
    return found;
  };
  return {
    comments: (number) => all(`/issues/${number}/comments`),
    createComment: (number, body) => request("POST", `/issues/${number}/comments`, { body }),
    updateComment: (id, body) => request("PATCH", `/issues/comments/${id}`, { body }),
    deleteComment: (id) => request("DELETE", `/issues/comments/${id}`),
    pullRequests: (owner, branch) =>
      request("GET", `/pulls?state=open&head=${encodeURIComponent(`${owner}:${branch}`)}`),
    createPullRequest: (request_) => request("POST", "/pulls", request_),
    updatePullRequest: (number, change) => request("PATCH", `/pulls/${number}`, change),
  };
}
