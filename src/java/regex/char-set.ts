/** A set of code points, as sorted ranges that neither overlap nor touch: [first, last]. */
export type Range = readonly [first: number, last: number];

const LAST = 0x10ffff;

export class CharSet {
  private constructor(
    readonly ranges: readonly Range[],
    /**
     * Whether Java knows that the set has nothing above U+FFFF and no surrogate: it then also looks for it in the middle of a
     * surrogate pair. It does not know so of the complement of a set, whatever is in it.
     */
    readonly isBmp: boolean,
  ) {}

  static of(
    ranges: readonly Range[],
    isBmp = ranges.every(([first, last]) => last < 0xd800 || first > 0xdfff),
  ): CharSet {
    return new CharSet(merged(ranges), isBmp && ranges.every(([, last]) => last <= 0xffff));
  }

  static ofChar(codePoint: number): CharSet {
    return CharSet.of([[codePoint, codePoint]]);
  }

  /** @param text pairs of first and last characters: `azAZ` */
  static ofPairs(text: string): CharSet {
    const points = Array.from(text, (char) => char.codePointAt(0) ?? 0);
    return CharSet.of(points.flatMap((first, i): Range[] => (i % 2 === 0 ? [[first, points[i + 1] ?? first]] : [])));
  }

  union(other: CharSet): CharSet {
    return new CharSet(merged([...this.ranges, ...other.ranges]), this.isBmp && other.isBmp);
  }

  intersect(other: CharSet): CharSet {
    const both = this.complement().union(other.complement()).complement();
    return new CharSet(both.ranges, this.isBmp && other.isBmp);
  }

  complement(): CharSet {
    const ranges: Range[] = [];
    let next = 0;
    for (const [first, last] of this.ranges) {
      if (first > next) ranges.push([next, first - 1]);
      next = last + 1;
    }
    if (next <= LAST) ranges.push([next, LAST]);
    return new CharSet(ranges, false);
  }

  /** The same set, with what Java knows of it said anew. */
  known(isBmp: boolean): CharSet {
    return new CharSet(this.ranges, isBmp);
  }

  has(codePoint: number): boolean {
    return this.ranges.some(([first, last]) => first <= codePoint && codePoint <= last);
  }
}

function merged(ranges: readonly Range[]): Range[] {
  const result: [number, number][] = [];
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const previous = result.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else result.push([first, last]);
  }
  return result;
}
