/**
 * What the official agent, 3256.3258.v858f3c9a_f69d, says and does with command lines, as recorded, and what this one does with
 * them. `AGENT_JAR=FILE npx vitest run test/cli/official.test.ts` records them anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildExecutable } from '../support/executable.js';
import type { Executable } from '../support/executable.js';
import { COMMAND_LINES, Surroundings } from './official.js';
import type { Outcome } from './official.js';

const FILE = 'test/fixtures/cli/official.jsonl';
const { AGENT_JAR } = process.env;

/** Where ours says or does something else, on purpose. */
const DIFFERENT: readonly { words: string[]; because: string; ours: Partial<Outcome> }[] = [
  { words: ['-version'], because: 'it is another version', ours: { code: 0, lines: [] } },
  { words: ['-version', '-help'], because: 'it is another version', ours: { code: 0, lines: [] } },
  { words: ['--version'], because: 'GNU spellings are understood', ours: { code: 0, usage: false, lines: [] } },
  {
    words: ['-URL', 'x'],
    because: 'what was probably meant is told',
    ours: { code: 2, lines: ['"-URL" is not a valid option: did you mean "-url"?'] },
  },
  {
    words: ['a', 'b', '-secret', 'c', '-url', 'http://127.0.0.1:PORT/'],
    because: 'the error says enough',
    ours: { code: 2, lines: ['Cannot provide secret via both named and positional arguments'] },
  },
  {
    words: ['a', 'b', '-name', 'c', '-url', 'http://127.0.0.1:PORT/'],
    because: 'the error says enough',
    ours: { code: 2, lines: ['Cannot provide name via both named and positional arguments'] },
  },
  {
    words: ['-url', 'http://127.0.0.1:PORT/', '-secret', 'sec', '-name', 'n', '-noReconnect', '-cert', '@nosuch.pem'],
    because: '-cert reads its file itself, and goes on without it as the official agent means to',
    ours: {
      code: 1,
      lines: expect.arrayContaining([
        'WARNING: Could not read certificate from nosuch.pem. File not found',
      ]) as string[],
    },
  },
  {
    words: ['-url', 'http://127.0.0.1:PORT/', '-secret', 'sec', '-name', 'n', '-noReconnect', '-noCertificateCheck'],
    because: 'how the web pages are reached is settled first, as with -cert',
    ours: {
      code: 1,
      lines: expect.arrayContaining(['WARNING: Certificate validation for HTTPs endpoints is disabled']) as string[],
    },
  },
  {
    words: ['-connectTo', 'a:b'],
    because: 'it is the same mistake as one without a port',
    ours: { code: 2, usage: true, lines: ['"a:b" is not a valid value for "-connectTo": it takes HOST:PORT'] },
  },
  {
    words: ['-connectTo', 'foo'],
    because: 'a wrong command line shows the usage',
    ours: { code: 2, usage: true, lines: ['"foo" is not a valid value for "-connectTo": it takes HOST:PORT'] },
  },
  {
    words: ['-connectTo', '[::1]:1'],
    because: 'a wrong command line shows the usage',
    ours: { code: 2, usage: true, lines: ['"[::1]:1" is not a valid value for "-connectTo": it takes HOST:PORT'] },
  },
  ...['5x', '1.5s', ''].map((duration) => ({
    words: ['-url', 'http://127.0.0.1:PORT/', '-secret', 'sec', '-name', 'n', '-noReconnectAfter', duration],
    because: 'the option is named, and what it takes',
    ours: {
      code: 2,
      usage: true,
      lines: [
        expect.stringContaining(`"${duration}" is not a valid value for "-noReconnectAfter": it takes a `) as string,
      ],
    },
  })),
];

let surroundings: Surroundings;
let executable: Executable;
beforeAll(async () => {
  surroundings = await Surroundings.start();
  executable = await buildExecutable();
}, 60_000);
afterAll(async () => {
  surroundings.close();
  await executable.remove();
});

if (AGENT_JAR !== undefined) {
  it('is recorded', async () => {
    const outcomes: string[] = [];
    for (const words of COMMAND_LINES) {
      outcomes.push(JSON.stringify(await surroundings.run(['java', '-jar', AGENT_JAR], words)));
    }
    writeFileSync(FILE, `${outcomes.join('\n')}\n`);
  }, 600_000);
}

describe('as the official agent', () => {
  const recorded = readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Outcome);

  it('was asked, all command lines are recorded', () => {
    expect(recorded.map(({ words }) => words)).toEqual(COMMAND_LINES);
  });

  it.each(recorded.map((outcome) => [outcome.words.join(' '), outcome] as const))('%s', async (_words, official) => {
    const ours = await surroundings.run([process.execPath, executable.path], official.words);
    const different = DIFFERENT.find(({ words }) => JSON.stringify(words) === JSON.stringify(official.words));
    if (different) {
      expect(ours, different.because).toMatchObject(different.ours);
      return;
    }
    const { lines, requests, stdout, usage } = official;
    // How often was tried is chance.
    const tried = official.words.includes('-noReconnectAfter') ? unique : same;
    expect({ ...ours, lines: tried(withoutHints(ours.lines, lines)), requests: tried(ours.requests) }).toEqual({
      words: official.words,
      code: exitCode(official),
      usage,
      stdout,
      lines: tried(translate(lines)),
      requests: tried(requests),
    });
  });
});

const unique = (lines: readonly string[]) => [...new Set(lines)];
const same = (lines: readonly string[]) => [...lines];

/** docs/differences.md. */
function exitCode({ code, usage, lines, requests }: Outcome): number | string {
  if (usage) return 2;
  if (lines.some((line) => line.startsWith('INFO: Bailing out'))) return 4;
  if (code === 255) return requests.some((request) => request.startsWith('GET /wsagents/')) ? 3 : 1;
  return code;
}

/** The official agent's words where ours have more behind them, in brackets, on what to do. */
function withoutHints(ours: readonly string[], official: readonly string[]): string[] {
  const all = translate(official);
  // Lines of its own: for people who forgot the controller, and at the end why it ends.
  const told = ours.filter(
    (line) => !/^(?:There was no controller to connect to|INFO: Ending with exit code )/.test(line),
  );
  return told.map(
    (line) =>
      all.find(
        (theirs) =>
          line.startsWith(`${theirs} (`) || line.startsWith(`${theirs};`) || line.startsWith(`${theirs}: it takes`),
      ) ?? line,
  );
}

/** Handshake errors of WebSocket say why, and what Java makes of a certificate or a socket is Java's. */
function translate(lines: readonly string[]): string[] {
  return (
    lines
      .filter((line) => line !== 'WARNING: Did not receive X-Remoting-Capability header')
      // Ours hardly ever has a jar file.
      .filter((line) => !/using (?:the legacy|custom) JAR Cache/i.test(line))
      .map((line) => line.replace(/Handshake error\.$/, 'Handshake error: 403 Forbidden'))
      // How many there are is told, not what: one of them is a secret.
      .map((line) => line.replace(/but got \[(.*)\]$/, (_, list: string) => `but got ${list.split(', ').length}`))
      .map((line) => line.replace(/^Connection refused$/, 'connect ECONNREFUSED 127.0.0.1:1'))
  );
}
