// The pages of docs/reference, by their path: made of what the program declares, never written by hand.
import { errorMeanings, loadDeclarations } from "./load-declarations.mjs";

const GROUPS = {
  modpack: "Change a modpack",
  look: "Look at a modpack",
  portal: "The mod portal",
  machine: "This machine",
  more: "More",
};

/** @returns {Promise<Map<string, string>>} */
export async function referencePages() {
  const declared = await loadDeclarations();
  const commands = declared.COMMANDS.filter(({ hidden }) => !hidden);
  const pages = new Map();
  for (const command of commands) pages.set(`commands/${slug(command)}.md`, await commandPage(command, declared));
  pages.set("flags.md", flagsPage(commands, declared));
  pages.set("error-codes.md", errorPage(await errorMeanings(), declared));
  pages.set("schemas.md", await schemaPage(declared));
  pages.set("index.md", overviewPage(commands, declared));
  for (const topic of declared.TOPICS) pages.set(`topics/${topic.name}.md`, topicPage(topic));
  return pages;
}

const slug = ({ words }) => words.join("-");
const name = ({ words }) => `factorio-lock ${words.join(" ")}`;
const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Text of a declaration in Markdown: what stands between backticks is code, all else is text. */
function prose(text) {
  return text
    .split(/(`[^`]+`)/)
    .map((part) =>
      part.startsWith("`") && part.length > 2 ? part : part.replace(/[<>|*_[\]{}\\]/g, (c) => `&#${c.charCodeAt(0)};`),
    )
    .join("")
    .replaceAll("\n", " ");
}

const cell = (text) => prose(text).replace(/`([^`]*)`/g, (code) => code.replaceAll("|", "\\|"));
const code = (text) => `\`${text.replaceAll("|", "\\|")}\``;

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}

function flag({ name: word, alias, value }) {
  return `${alias ? `-${alias}, ` : ""}--${word}${value ? ` ${value}` : ""}`;
}

function optionTable(options) {
  return table(
    ["option", "does"],
    options.map((option) => [
      code(flag(option)),
      cell(option.summary + choices(option) + (option.many ? "; may be given more than once" : "")),
    ]),
  );
}

function choices({ words, closed, summary }) {
  return closed && !summary.includes(words?.[0]) && Array.isArray(words)
    ? `: ${words.map((word) => `\`${word}\``).join(", ")}`
    : "";
}

async function commandPage(command, { GLOBAL_OPTIONS, documentOf }) {
  const { positionals = [], options = [], examples = [], about = [] } = command;
  const usage = positionals.map(({ name: word, required, many }) => {
    const shown = many ? `${word}…` : word;
    return required ? shown : `[${shown}]`;
  });
  const parts = [`# ${command.words.join(" ")}`, prose(sentence(command.summary))];
  parts.push(`\`\`\`text\n${[name(command), ...usage, "[OPTIONS]"].join(" ")}\n\`\`\``);
  for (const paragraph of about) parts.push(prose(paragraph));
  if (examples.length > 0) {
    // A comment beside a command would be out of sight on a narrow screen.
    const lines = examples.map(({ command: text, summary }) => `# ${summary}\n${text}`);
    parts.push("## Examples", `\`\`\`sh\n${lines.join("\n\n")}\n\`\`\``);
  }
  if (positionals.length > 0) {
    const rows = positionals.map((positional) => [
      code(positional.name),
      cell(positional.summary + choices(positional)),
    ]);
    parts.push("## Arguments", table(["argument", "is"], rows));
  }
  if (options.length > 0) parts.push("## Options", optionTable(options));
  parts.push("## With every command", optionTable(GLOBAL_OPTIONS));
  const { schema, definitions } = await documentOf(command);
  const whole = Object.keys(definitions).length > 0 ? { ...schema, $defs: definitions } : schema;
  parts.push(
    "## The document of `--json`",
    "Beside `schemaVersion`, `command` and `ok`. A field with a `?` may be absent.",
  );
  const forms = schema.anyOf ?? [schema];
  for (const [at, form] of forms.entries()) {
    if (at > 0) parts.push("Or:");
    parts.push(table(["field", "is"], fieldRows(form, definitions)));
  }
  parts.push(`::: details JSON Schema\n\`\`\`json\n${JSON.stringify(whole, undefined, 2)}\n\`\`\`\n:::`);
  return `${parts.join("\n\n")}\n`;
}

/** A row for each field of a document and of what lies in it, by its path: `mods[].name`. */
function fieldRows(schema, definitions, prefix = "") {
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const path = `${prefix}${key}${schema.required?.includes(key) ? "" : "?"}`;
    const [inner, suffix] = innermost(field, definitions);
    // Nodes contain nodes.
    const isShown = inner !== schema && !prefix.includes(`${key}[]`);
    return [
      [code(path), cell(described(field, inner))],
      ...(isShown ? fieldRows(inner, definitions, `${prefix}${key}${suffix}.`) : []),
    ];
  });
}

/** What a field is, and the values that it can have where these are few. */
function described(field, inner) {
  const about = field.description ?? inner.description ?? kindOf(inner);
  return inner.enum ? `${about} One of ${inner.enum.map((value) => `\`${value}\``).join(", ")}.` : about;
}

/** The schema of the things in a field, and the brackets that lead to them. */
function innermost(field, definitions) {
  if (field.$ref) return innermost(definitions[field.$ref.replace("#/$defs/", "")], definitions);
  if (field.anyOf) return innermost(field.anyOf[0], definitions);
  if (!field.items) return [field, ""];
  const [inner, suffix] = innermost(field.items, definitions);
  return [inner, `[]${suffix}`];
}

function flagsPage(commands, { GLOBAL_OPTIONS }) {
  const byFlag = new Map();
  for (const command of commands) {
    for (const option of command.options ?? []) {
      const shown = flag(option);
      byFlag.set(shown, [...(byFlag.get(shown) ?? []), { command, summary: option.summary }]);
    }
  }
  const rows = [...byFlag]
    .sort(([a], [b]) => (a.replace(/^-., /, "") < b.replace(/^-., /, "") ? -1 : 1))
    .map(([shown, uses]) => {
      const summary = [...new Set(uses.map((use) => use.summary))];
      const links = uses.map(({ command }) => `[${command.words.join(" ")}](./commands/${slug(command)}.md)`);
      return [code(shown), summary.map(cell).join("; or: "), links.join(", ")];
    });
  return [
    "# Flags of every command",
    "## With every command",
    optionTable(GLOBAL_OPTIONS),
    "## With some commands",
    table(["flag", "does", "commands"], rows),
  ].join("\n\n");
}

function errorPage(meanings, { EXIT_CODES, TOPICS }) {
  const exits = TOPICS.find(({ name: topic }) => topic === "exit-codes").parts.find(
    (part) => typeof part === "object",
  ).rows;
  const rows = Object.entries(EXIT_CODES).map(([error, exit]) => [
    code(error),
    String(exit),
    cell(meanings.get(error) ?? ""),
  ]);
  return [
    "# Error codes",
    "With `--json` a failure is a document with `error.code`, one of these words, beside a `message`, a `hint` and, where they were found, `suggestions`: whole commands that were checked to help. The codes stay the same from release to release; the words of a message may change. In a program of your own they are the `code` of a `FactorioLockError`.",
    "## Codes",
    table(["code", "exit code", "means"], rows),
    "## Exit codes",
    table(
      ["exit code", "means"],
      exits.map(([exit, summary]) => [exit, cell(summary)]),
    ),
  ].join("\n\n");
}

async function schemaPage({ SCHEMA_NAMES, schemaOf, COMMANDS }) {
  const TITLES = { manifest: "`mods.yaml`", lockfile: "`mods.lock`", json: "The documents of `--json`" };
  const parts = [
    "# Schemas",
    "JSON Schemas of every file that factorio-lock writes and every document that it prints. `factorio-lock schema NAME` prints one; an editor takes them for completion and checks.",
  ];
  for (const schema of SCHEMA_NAMES) {
    const json = await schemaOf(schema, COMMANDS);
    parts.push(`## ${TITLES[schema] ?? schema}`, `\`factorio-lock schema ${schema}\``);
    const properties = Object.entries(json.properties ?? {});
    if (properties.length > 0) {
      parts.push(
        table(
          ["key", "is"],
          properties.map(([key, one]) => [code(key), cell(one.description ?? kindOf(one))]),
        ),
      );
    }
    const text = JSON.stringify(json, undefined, 2);
    parts.push(
      text.length < 20_000
        ? `\`\`\`json\n${text}\n\`\`\``
        : `${Math.round(text.length / 1000)} kB: print it with the command. The part of each command stands on the [command's page](./index.md).`,
    );
  }
  return `${parts.join("\n\n")}\n`;
}

function kindOf({ type, enum: values, const: value, $ref }) {
  if (values) return values.map((one) => `\`${one}\``).join(", ");
  if (value !== undefined) return `\`${value}\``;
  return type ? String(type) : $ref ? $ref.replace("#/$defs/", "") : "";
}

function overviewPage(commands, { TOPICS }) {
  const parts = [
    "# Reference",
    "Made from the program itself: what a command declares is what its `--help`, its completion in the shell and its page here say.",
    "[Flags of every command](./flags.md) · [error codes](./error-codes.md) · [schemas](./schemas.md)",
    `Topics of \`factorio-lock help\`: ${TOPICS.map((topic) => `[${topic.name}](./topics/${topic.name}.md)`).join(" · ")}`,
  ];
  for (const [group, title] of Object.entries(GROUPS)) {
    const rows = commands
      .filter((command) => command.group === group)
      .map((command) => [`[${command.words.join(" ")}](./commands/${slug(command)}.md)`, cell(command.summary)]);
    parts.push(`## ${title}`, table(["command", "does"], rows));
  }
  return parts.join("\n\n");
}

function topicPage({ title, parts }) {
  const text = parts.map((part) => {
    if (typeof part === "string") return prose(part);
    if (part.rows)
      return table(
        ["", ""],
        part.rows.map(([left, right]) => [code(left), cell(right)]),
      );
    return `\`\`\`text\n${part.block.join("\n")}\n\`\`\``;
  });
  return `# ${title}\n\n${text.join("\n\n")}\n`;
}
