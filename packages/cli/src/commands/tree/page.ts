import { hanging, type Line, type Piece, tone } from "../../report/line.ts";
import type { TreeNode } from "./result.ts";

/** A tree of mods with the reason on each edge. */
export function treeLines(nodes: readonly TreeNode[]): Line[] {
  const lines: Line[] = [];
  // Without recursion: chains of mods may be long.
  const waiting: { node: TreeNode; prefix: string; last: boolean; root: boolean }[] = [];
  const push = (children: readonly TreeNode[], prefix: string, root: boolean) => {
    const entries = children.map((node, at) => ({ node, prefix, last: at === children.length - 1, root }));
    waiting.push(...entries.reverse());
  };
  push(nodes, "", true);
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    const { node, prefix, last, root } = entry;
    const branch = root ? "" : last ? "└─ " : "├─ ";
    const below = root ? "" : `${prefix}${last ? "   " : "│  "}`;
    lines.push(hanging(prefix.length + branch.length + 2, tone.faint(`${prefix}${branch}`), ...nodePieces(node)));
    push(node.children, below, false);
  }
  return lines;
}

function nodePieces(node: TreeNode): Piece[] {
  const absent = node.kind === "absent";
  const name = absent ? tone.faint(node.name) : node.edge.kind === "manifest" ? tone.strong(node.name) : node.name;
  const version = node.version === undefined ? "" : ` ${node.version}`;
  const remarks = [edgeWords(node.edge), absent ? "absent" : "", node.repeated ? "shown above" : ""];
  return [name, version, tone.faint(`  ${remarks.filter((remark) => remark !== "").join(", ")}`)];
}

/** The reason on an edge: `needs >= 1.2`, `optional`, `in mods.yaml ^1.0`. */
function edgeWords({ kind, constraint }: TreeNode["edge"]): string {
  const asked = constraint === undefined ? "" : ` ${constraint}`;
  switch (kind) {
    case "manifest":
      return `in mods.yaml${asked}`;
    case "required":
      return `needed${asked}`;
    case "unordered":
      return `needed${asked}, in any load order`;
    case "optional":
      return `optional${asked}`;
    case "hidden":
      return `optional${asked}, not shown in the game`;
    case "recommended":
      return `recommended${asked}`;
    case "incompatible":
      return "incompatible";
  }
}
