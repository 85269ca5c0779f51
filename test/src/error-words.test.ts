import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { describe, expect, test } from "vitest";
import { parseAst } from "vitest/node";

/** Every error, warning and hint that the source can write, as docs/style.md wants them. A value that is inserted stands as `…`. */

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Every module that is published, relative to the root. */
function sourceFiles(): string[] {
  return readdirSync(join(root, "packages"))
    .flatMap((name) =>
      readdirSync(join(root, "packages", name, "src"), { recursive: true, encoding: "utf8" }).map((file) =>
        join("packages", name, "src", file),
      ),
    )
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

interface Text {
  readonly kind: "message" | "hint";
  readonly file: string;
  readonly text: string;
}

const HOLE = "…";

/** Here functions make parts of hints; `faultError` makes sentences of them. */
const FRAGMENTS = join("packages", "core");

/** The texts that an expression may evaluate to, as far as the source shows them. */
function textsOf(node: Node | undefined): string[] {
  if (node === undefined) return [];
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string" ? [node.value] : [];
    case "TemplateLiteral":
      return [(node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join(HOLE)];
    case "ConditionalExpression":
      return [...textsOf(node.consequent as Node), ...textsOf(node.alternate as Node)];
    case "LogicalExpression":
      return [...textsOf(node.left as Node), ...textsOf(node.right as Node)];
    case "ArrowFunctionExpression":
      return textsOf(node.body as Node);
    case "ObjectExpression":
      return (node.properties as Node[]).flatMap(({ value }) => textsOf(value as Node));
    default:
      return [];
  }
}

const nameOf = (node: unknown): string => {
  const { name, value } = (node ?? {}) as { name?: string; value?: unknown };
  return name ?? (typeof value === "string" ? value : "");
};

/** What the `return` statements of a function give, those of functions in it aside. */
function returned(node: unknown): Node[] {
  if (Array.isArray(node)) return node.flatMap(returned);
  if (typeof node !== "object" || node === null) return [];
  const { type, ...rest } = node as Node;
  if (type === "ReturnStatement") return [rest.argument as Node];
  return /Function/.test(type) ? [] : Object.values(rest).flatMap(returned);
}

/** The errors, warnings and hints that stand in a part of a program. */
function collect(node: unknown, file: string): Text[] {
  if (Array.isArray(node)) return node.flatMap((one) => collect(one, file));
  if (typeof node !== "object" || node === null) return [];
  const { type, ...rest } = node as Node;
  const found = (kind: Text["kind"], part: unknown): Text[] =>
    textsOf(part as Node).map((text) => ({ kind, file, text }));
  const warnings = (properties: readonly Node[]): Text[] => {
    const valueOf = (key: string) => properties.find((one) => nameOf(one.key) === key)?.value as Node | undefined;
    return /^[A-Z_]+$/.test(textsOf(valueOf("code"))[0] ?? "") ? found("message", valueOf("message")) : [];
  };
  const [first, second] = (rest.arguments ?? []) as Node[];
  const own =
    type === "NewExpression" && /^(?:FactorioLock|Portal)Error$/.test(nameOf(rest.callee))
      ? found("message", second)
      : type === "CallExpression" && nameOf(rest.callee) === "usage"
        ? [...found("message", first), ...found("hint", second)]
        : type === "Property" && nameOf(rest.key) === "hint"
          ? found("hint", rest.value)
          : type === "VariableDeclarator" && /(?:^|_)hints?$/i.test(nameOf(rest.id))
            ? found("hint", rest.init)
            : type === "FunctionDeclaration" && /Hint$/.test(nameOf(rest.id)) && !file.startsWith(FRAGMENTS)
              ? returned(rest.body).flatMap((part) => found("hint", part))
              : type === "ObjectExpression"
                ? warnings(rest.properties as Node[])
                : [];
  return [...own, ...Object.values(rest).flatMap((part) => collect(part, file))];
}

async function textsIn(file: string): Promise<Text[]> {
  const { code } = await transform(readFileSync(join(root, file), "utf8"), { loader: "ts" });
  return collect(parseAst(code).body, file);
}

/** Names that keep their small letter at the beginning of a sentence. */
const SMALL = /^(?:mods\.(?:yaml|lock)|factorio-lock|git|nginx|expansion|edit|settings|undo)\b/;

/** Names that keep their capital at the beginning of a hint. */
const CAPITAL = /^(?:Factorio|Steam|Windows|PowerShell)\b/;

function faultOf({ kind, text }: Text): string | undefined {
  if (!/(?:[.?]|…)$/.test(text)) return "no full stop";
  if (kind === "message" && /^[a-z]/.test(text) && !SMALL.test(text)) return "a small letter";
  if (kind === "hint" && /^[A-Z][a-z]/.test(text) && !CAPITAL.test(text)) return "a capital letter";
  return undefined;
}

const texts = (await Promise.all(sourceFiles().map(textsIn))).flat();

test("errors and hints are found at all", () => {
  expect(texts.filter(({ kind }) => kind === "message").length).toBeGreaterThan(150);
  expect(texts.filter(({ kind }) => kind === "hint").length).toBeGreaterThan(150);
});

describe("docs/style.md", () => {
  test("messages begin with a capital or a name, hints small, and both end with a full stop", () => {
    const wrong = texts.flatMap((one) => {
      const fault = faultOf(one);
      return fault ? [`${one.file}: ${one.kind} with ${fault}: ${one.text}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  test.each([
    ["message", "nothing was found."],
    ["message", "Nothing was found"],
    ["hint", "Look again."],
    ["hint", "look again"],
  ] as const)("would refuse the %s %j", (kind, text) => {
    expect(faultOf({ kind, file: "", text })).toBeDefined();
  });
});
