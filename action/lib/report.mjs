// One comment a pull request, renewed and never repeated.

/** Knows our comment among the others. */
const MARK = "<!-- factorio-lock -->";

/** GitHub takes no longer text. */
const MOST = 65_000;

/** The Markdown of a comment or pull request, cut between lines where it is too long. */
export function bounded(markdown, most = MOST) {
  if (markdown.length <= most) return markdown;
  const cut = markdown.slice(0, most - 200);
  const whole = cut.slice(0, cut.lastIndexOf("\n"));
  const open = whole.split("<details>").length - whole.split("</details>").length;
  return `${whole}\n\n${"</details>\n".repeat(Math.max(0, open))}\nThere is more: \`factorio-lock diff\` shows all of it.`;
}

/** The comment on what a pull request changes; undefined where it changes nothing and is in order. */
export function commentBody({ diff, problem, directory }) {
  if (diff === "" && problem === undefined) return undefined;
  const where = directory === "" || directory === "." ? "" : ` in \`${directory.replaceAll("`", "'")}\``;
  const parts = [`${MARK}\n### The mods of this modpack${where}`];
  if (problem !== undefined) parts.push(`**${problem}**`);
  if (diff !== "") parts.push(diff);
  return bounded(parts.join("\n\n"));
}

/** Writes, renews or takes back the comment. A token that may only read, as of a fork's pull request, is no failure. */
export async function report(github, number, body) {
  try {
    const old = (await github.comments(number)).find(
      (comment) => comment.body?.startsWith(MARK) && comment.user?.type === "Bot",
    );
    if (body === undefined) {
      if (old) await github.deleteComment(old.id);
    } else if (!old) await github.createComment(number, body);
    else if (old.body !== body) await github.updateComment(old.id, body);
    return true;
  } catch (error) {
    if (error.status === 403 || error.status === 404) return false;
    throw error;
  }
}
