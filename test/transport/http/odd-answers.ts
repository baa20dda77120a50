/** Answers that Java reads and a strict parser refuses, as home-made servers and old proxies give them. */

export interface Answer {
  readonly status: string;
  readonly headers: readonly (readonly [string, string])[];
  /** undefined: none, as after an upgrade. */
  readonly body: string | undefined;
}

type Write = (answer: Answer) => string;

const lines = ({ status, headers }: Answer, more: readonly string[], end: string): string =>
  [`HTTP/1.1 ${status}`, ...headers.map(([name, value]) => `${name}: ${value}`), ...more, '', ''].join(end);
const length = ({ body }: Answer): string[] => (body === undefined ? [] : [`Content-Length: ${body.length}`]);

/** With odd lines in front of the length and the body. */
function withLines(...odd: readonly string[]): Write {
  return (answer) => lines(answer, [...odd, ...length(answer)], '\r\n') + (answer.body ?? '');
}

export const ODD_ANSWERS: readonly (readonly [string, Write])[] = [
  ['lines that end with LF alone', (answer) => lines(answer, length(answer), '\n') + (answer.body ?? '')],
  [
    'Content-Length with Transfer-Encoding',
    (answer) =>
      answer.body === undefined
        ? lines(answer, ['Content-Length: 0'], '\r\n')
        : `${lines(answer, ['Content-Length: 1', 'Transfer-Encoding: chunked'], '\r\n')}${answer.body.length.toString(16)}\r\n${answer.body}\r\n0\r\n\r\n`,
  ],
  [
    'Content-Length twice, equal',
    (answer) => lines(answer, [...length(answer), ...length(answer)], '\r\n') + (answer.body ?? ''),
  ],
  ['a blank before the colon', withLines('X-Bad : 1')],
  ['control characters in a value', withLines('X-Control: a\x01b\x00c\x7fd')],
  ['folded headers', withLines('X-Folded: a', ' b', '\tc')],
  ['a header of 20 kB', withLines(`X-Long: ${'x'.repeat(20_000)}`)],
  [
    '300 cookies',
    withLines(...Array.from({ length: 300 }, (_, i) => `Set-Cookie: c${i}=${'v'.repeat(60)}; Path=/; HttpOnly`)),
  ],
];
