import type { Row } from "./comparison.ts";

const WIDTH = 760;
const LEFT = 330;
const HEIGHT = 26;
const TOP = 56;

/** The rows as bars, each as long as the part of its target that is used up: at most to the line where it is met. */
export function bars(title: string, rows: readonly Row[]): string {
  const shares = rows.map((row) => ({ row, share: shareOf(row) }));
  const most = Math.max(1.2, ...shares.map(({ share }) => share));
  const x = (share: number) => Math.round(LEFT + (share / most) * (WIDTH - LEFT - 60));
  const lines = shares.map(({ row, share }, at) => {
    const y = TOP + at * HEIGHT;
    return [
      `<text x="${LEFT - 8}" y="${y + 15}" text-anchor="end">${escape(row.title)}</text>`,
      `<rect x="${LEFT}" y="${y + 3}" width="${x(share) - LEFT}" height="16" fill="${row.isMet ? "#1f883d" : "#d1242f"}"/>`,
      `<text x="${x(share) + 6}" y="${y + 15}">${(share * 100).toFixed(0)} %</text>`,
    ].join("");
  });
  const bottom = TOP + rows.length * HEIGHT;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 24}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${WIDTH / 2}" y="22" text-anchor="middle" font-size="14">${escape(title)}</text>
<text x="${x(1)}" y="44" text-anchor="middle">target</text>
${lines.join("\n")}
<path d="M${x(1)} 48V${bottom}" stroke="#000" stroke-dasharray="4 3"/>
</svg>
`;
}

/** What part of what its target allows a row takes: 1 is just met. */
function shareOf({ ours, theirs = Number.NaN, comparison: { target } }: Row): number {
  switch (target.kind) {
    case "ratio":
      return ours / theirs / target.most;
    case "rate":
      return target.least / (ours / theirs);
    case "more":
      return ours / (theirs + target.most);
    case "all":
      return ours / target.most;
  }
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
