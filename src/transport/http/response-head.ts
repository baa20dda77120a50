/**
 * The head of an HTTP answer, read as java.net.HttpURLConnection does (sun.net.www.MessageHeader) and written again in the one
 * form that every parser takes:
 *
 *     HTTP/1.1 200 OK CRLF
 *     Name: value CRLF          as often as needed
 *     CRLF
 *
 * No library does this: Node's parser (llhttp), which undici shares, refuses what old proxies and home-made servers send and
 * Java reads, and its lenient mode takes some of it only.
 */

/** What Java's client takes at most (the property jdk.http.maxHeaderSize). */
export const MAX_HEAD_BYTES = 384 * 1024;

export interface ResponseHead {
  readonly status: number;
  /** In the one form, to its blank line. */
  readonly bytes: Buffer;
  /** What came behind it. */
  readonly rest: Buffer;
}

/** This is no HTTP, or more of it than anybody needs. */
export class HeadError extends Error {
  override readonly name = 'HeadError';
}

const LF = 0x0a;
const CR = 0x0d;

/** Takes bytes as they come until a head is whole. */
export class HeadReader {
  readonly #parts: Buffer[] = [];
  #length = 0;
  /** Whether the line that is being read has nothing in it so far: its end is then the end of the head. */
  #isBlank = false;

  /**
   * @returns the head once it is whole, undefined until then
   * @throws HeadError
   */
  push(bytes: Buffer): ResponseHead | undefined {
    const wanted = this.#length === 0 ? withoutBlankLines(bytes) : bytes;
    const end = this.#findEnd(wanted);
    this.#parts.push(wanted.subarray(0, end));
    const before = this.#length;
    this.#length += end ?? wanted.length;
    if (before < PREFIX.length) this.#checkBeginning();
    if (this.#length > MAX_HEAD_BYTES) {
      throw new HeadError(`the answer's headers are larger than ${MAX_HEAD_BYTES / 1024} KiB`);
    }
    if (end === undefined) return undefined;
    const { status, text } = canonical(Buffer.concat(this.#parts).toString('latin1'));
    return { status, bytes: Buffer.from(text, 'latin1'), rest: wanted.subarray(end) };
  }

  /** Lines end with CR LF, or LF alone. */
  #findEnd(bytes: Buffer): number | undefined {
    for (const [at, byte] of bytes.entries()) {
      if (byte === LF) {
        if (this.#isBlank) return at + 1;
        this.#isBlank = true;
      } else if (byte !== CR) {
        this.#isBlank = false;
      }
    }
    return undefined;
  }

  #checkBeginning(): void {
    const beginning = Buffer.concat(this.#parts);
    if (!PREFIX.startsWith(beginning.toString('latin1', 0, PREFIX.length))) throw new HeadError(whatElse(beginning));
  }
}

const PREFIX = 'HTTP/';

function withoutBlankLines(bytes: Buffer): Buffer {
  let start = 0;
  while (bytes[start] === CR || bytes[start] === LF) start++;
  return bytes.subarray(start);
}

/** What a port is that answers something else. A TLS record with an alert is what a TLS port makes of plain text. */
function whatElse(bytes: Buffer): string {
  if (bytes[0] === 0x15 && bytes[1] === 0x03) return 'this port speaks TLS: use https:// in the URL';
  const shown = bytes.toString('latin1', 0, 40).replace(/[^\x20-\x7e]+/g, ' ');
  return `what answers there does not speak HTTP (it begins with "${shown.trim()}")`;
}

function canonical(head: string): { status: number; text: string } {
  const [statusLine = '', ...lines] = unfold(head.split('\n').map((line) => line.replace(/\r$/, '')));
  const [, minor, code = '', reason = ''] = /^HTTP\/1\.(\d)\S* +(\d{3})(?!\d) ?(.*)$/.exec(statusLine) ?? [];
  if (minor === undefined) throw new HeadError(`"${printable(statusLine.slice(0, 80))}" is not how HTTP/1.1 answers`);
  const headers = effective(lines.flatMap(nameAndValue));
  const written = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const version = minor === '0' ? '1.0' : '1.1';
  return { status: Number(code), text: `HTTP/${version} ${code} ${printable(reason.trim())}\r\n${written}\r\n` };
}

/** A line that begins with a blank goes on with the one before it. */
function unfold(lines: readonly string[]): string[] {
  const whole: string[][] = [];
  for (const line of lines) {
    const before = whole.at(-1);
    if (before !== undefined && /^[ \t]/.test(line)) before.push(line.trim());
    else if (line !== '') whole.push([line]);
  }
  return whole.map((parts) => parts.join(' '));
}

/** RFC 9110's token, which Java does not insist on; no header that we ask for is written otherwise. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** A line without a name counts for nothing; one with blanks before its colon is none to Java either. */
function nameAndValue(line: string): (readonly [string, string])[] {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0));
  return NAME.test(name) ? [[name, printable(line.slice(colon + 1)).trim()]] : [];
}

/** What says how long the body is must be said once: chunks win over a length, and of several lengths the last counts. */
function effective(headers: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  const lower = headers.map(([name]) => name.toLowerCase());
  const chunked = headers.some(
    ([, value], at) => lower[at] === 'transfer-encoding' && value.toLowerCase().endsWith('chunked'),
  );
  const length = lower.lastIndexOf('content-length');
  return headers.filter(([, value], at) => {
    if (lower[at] === 'transfer-encoding') return chunked && at === lower.lastIndexOf('transfer-encoding');
    return lower[at] !== 'content-length' || (!chunked && at === length && /^\d+$/.test(value));
  });
}

/** Control characters have no business in a line, and would forge others in a log. */
function printable(text: string): string {
  return text.replace(/[^\t\x20-\x7e\x80-\xff]/g, ' ');
}
