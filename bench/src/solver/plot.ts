/** One line of a plot. */
export interface Curve {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const WIDTH = 720;
const HEIGHT = 440;
const MARGIN = 64;

/** A plot with logarithmic axes as SVG. */
export function plot(title: string, xLabel: string, yLabel: string, curves: readonly Curve[]): string {
  const points = curves.flatMap((curve) => curve.points);
  const x = scale(
    points.map((point) => point.x),
    MARGIN,
    WIDTH - MARGIN,
  );
  const y = scale(
    points.map((point) => point.y),
    HEIGHT - MARGIN,
    MARGIN,
  );
  const ticks = (axis: Scale): number[] =>
    Array.from({ length: axis.high - axis.low + 1 }, (_, at) => 10 ** (axis.low + at));
  const parts = [
    ...ticks(x).map((value) => `<path class="grid" d="M${x.at(value)} ${MARGIN}V${HEIGHT - MARGIN}"/>`),
    ...ticks(y).map((value) => `<path class="grid" d="M${MARGIN} ${y.at(value)}H${WIDTH - MARGIN}"/>`),
    ...ticks(x).map((value) => text(x.at(value), HEIGHT - MARGIN + 18, value.toLocaleString("en"), "middle")),
    ...ticks(y).map((value) => text(MARGIN - 8, y.at(value) + 4, value.toLocaleString("en"), "end")),
    text(WIDTH / 2, 28, title, "middle"),
    text(WIDTH / 2, HEIGHT - 16, xLabel, "middle"),
    text(MARGIN, MARGIN - 12, yLabel, "middle"),
    ...curves.flatMap(({ name, colour, points: own }, at) => [
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${own.map((p) => `${x.at(p.x)},${y.at(p.y)}`).join(" ")}"/>`,
      ...own.map((p) => `<circle cx="${x.at(p.x)}" cy="${y.at(p.y)}" r="3.5" fill="${colour}"/>`),
      `<g fill="${colour}">${text(MARGIN + 12, MARGIN + 18 + at * 18, name, "start")}</g>`,
    ]),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">
<style>.grid{stroke:#ddd}</style><rect width="100%" height="100%" fill="#fff"/>
${parts.join("\n")}
</svg>
`;
}

interface Scale {
  readonly low: number;
  readonly high: number;
  at(value: number): number;
}

/** A logarithmic scale from the power of ten below the smallest value to the one above the greatest. */
function scale(values: readonly number[], from: number, to: number): Scale {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  const at = (value: number): number => Math.round(from + ((Math.log10(value) - low) / (high - low)) * (to - from));
  return { low, high, at };
}

function text(x: number, y: number, words: string, anchor: string): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}">${words}</text>`;
}
