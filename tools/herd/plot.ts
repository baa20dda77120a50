/** Attempts per second as a picture: one line for each kind of agent, on a scale of powers of ten. */

export interface Line {
  readonly name: string;
  readonly colour: string;
  readonly perSecond: readonly number[];
}

const WIDTH = 800;
const HEIGHT = 360;
const LEFT = 60;
const RIGHT = 20;
const TOP = 50;
const BOTTOM = 45;

/**
 * @param seconds how many are shown
 * @param downSeconds when the controller is back
 * @returns SVG
 */
export function plot(title: string, lines: readonly Line[], seconds: number, downSeconds: number): string {
  const decades = Math.max(1, Math.ceil(Math.log10(Math.max(10, ...lines.flatMap(({ perSecond }) => perSecond)))));
  const x = (second: number): string => (LEFT + (second / seconds) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const y = (count: number): string => {
    const share = count < 1 ? 0 : (Math.log10(count) + 0.5) / (decades + 0.5);
    return (HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)).toFixed(1);
  };
  const text = (at: string, down: string | number, anchor: string, words: string): string =>
    `<text x="${at}" y="${down}" text-anchor="${anchor}">${words}</text>`;
  const grid = Array.from({ length: decades + 1 }, (_, power) => {
    const count = 10 ** power;
    const rule = `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(count)}" y2="${y(count)}" stroke="#ddd"/>`;
    return rule + text(String(LEFT - 8), Number(y(count)) + 4, 'end', count.toLocaleString('en'));
  });
  const ticks = Array.from({ length: Math.floor(seconds / 10) + 1 }, (_, i) =>
    text(x(i * 10), HEIGHT - BOTTOM + 18, 'middle', String(i * 10)),
  );
  const curves = lines.map(({ colour, perSecond }) => {
    const points = Array.from({ length: seconds }, (_, second) => `${x(second + 0.5)},${y(perSecond[second] ?? 0)}`);
    return `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${points.join(' ')}"/>`;
  });
  const legend = lines.map(({ name, colour }, i) => {
    const at = LEFT + 10 + i * 210;
    return `<rect x="${at}" y="31" width="14" height="4" fill="${colour}"/>${text(String(at + 20), 37, 'start', name)}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(String(WIDTH / 2), 18, 'middle', title),
    ...legend,
    ...grid,
    ...ticks,
    text(String((LEFT + WIDTH) / 2), HEIGHT - 8, 'middle', 'seconds since the controller went away'),
    `<line x1="${x(downSeconds)}" x2="${x(downSeconds)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" stroke="#999" stroke-dasharray="4 4"/>`,
    ...curves,
    '</svg>',
    '',
  ].join('\n');
}
