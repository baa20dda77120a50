/**
 * Where hudson.console.LineTransformationOutputStream ends lines: at a line feed, and since Jenkins 2.459 also at a carriage
 * return that no line feed follows, as programs write it that draw over their last line. Nothing on the channel says which
 * Jenkins it is; to an earlier one such a line was the beginning of the next, so that what it gets differs by what a filter puts
 * before each line, a time or a note.
 */
export interface LineEnds {
  readonly lineFeed: Buffer;
  /** As long as the line feed. */
  readonly carriageReturn: Buffer;
}

/** Those of all charsets that are ASCII where they say so. */
export const ASCII_ENDS: LineEnds = { lineFeed: Buffer.from('\n'), carriageReturn: Buffer.from('\r') };

/** Each line with its end; what follows the last end is a line, too. */
export function* eachLine(bytes: Buffer, { lineFeed, carriageReturn }: LineEnds): Generator<Buffer> {
  const width = lineFeed.length;
  let feed = -1;
  let cr = -1;
  for (let start = 0; start < bytes.length;) {
    if (feed < start) feed = nextUnit(bytes, lineFeed, start);
    if (cr < start) cr = nextUnit(bytes, carriageReturn, start);
    const end = cr < feed && cr + width !== feed ? cr + width : feed + width;
    yield bytes.subarray(start, end);
    start = end;
  }
}

/**
 * The end of the last line that is known to be whole, 0 for none: a carriage return at the very end may be half of an end.
 * A text begins at `bytes[0]`: characters of several bytes are aligned to it.
 */
export function endOfLines(bytes: Buffer, { lineFeed, carriageReturn }: LineEnds): number {
  const width = lineFeed.length;
  const afterFeed = lastUnit(bytes, lineFeed) + width;
  const units = Math.floor((bytes.length - afterFeed) / width);
  const rest = bytes.subarray(afterFeed, afterFeed + Math.max(0, units - 1) * width);
  return afterFeed + lastUnit(rest, carriageReturn) + width;
}

/** The length of the bytes when there is none. */
function nextUnit(bytes: Buffer, unit: Buffer, from: number): number {
  let at = bytes.indexOf(unit, from);
  while (at >= 0 && at % unit.length !== 0) at = bytes.indexOf(unit, at + 1);
  return at < 0 ? bytes.length : at;
}

/** One unit before the bytes when there is none. */
function lastUnit(bytes: Buffer, unit: Buffer): number {
  let at = bytes.lastIndexOf(unit);
  while (at > 0 && at % unit.length !== 0) at = bytes.lastIndexOf(unit, at - 1);
  return at < 0 || at % unit.length !== 0 ? -unit.length : at;
}
