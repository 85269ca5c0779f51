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

/**
 * A text as a block of code. Authors' names for things stand in it, and GitHub makes links and mentions of what stands in
 * any rendered text but code; the fence is longer than any in the text.
 */
export function block(text) {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

/** The comment on what a pull request changes; undefined where it changes nothing and is in order. */
export function commentBody({ diff, problem, directory }) {
  if (diff === "" && problem === undefined) return undefined;
  const where = directory === "" || directory === "." ? "" : ` in \`${directory.replaceAll("`", "'")}\``;
  const parts = [`${MARK}\n### The mods of this modpack${where}`];
  if (problem !== undefined) parts.push(`**This cannot be installed as it is:**\n\n${block(problem)}`);
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
