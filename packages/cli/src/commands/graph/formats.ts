/** The formats that `graph` writes, in the order of help. */
export const GRAPH_FORMATS = ["svg", "html", "mermaid", "dot", "json"] as const;

export type GraphFormat = (typeof GRAPH_FORMATS)[number];
