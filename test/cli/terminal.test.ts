/** On a terminal: `script` of util-linux runs a command on one. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderIntroduction } from '../../src/cli/introduction.js';
import { buildExecutable } from '../support/executable.js';
import type { Executable } from '../support/executable.js';

let executable: Executable;
beforeAll(async () => {
  executable = await buildExecutable();
}, 60_000);
afterAll(() => executable.remove());

/** What the agent writes on a terminal of so many columns. */
async function onTerminal(words: string, columns = 80, more: NodeJS.ProcessEnv = {}): Promise<string> {
  const command = `stty cols ${columns}; ${process.execPath} ${executable.path} ${words}; echo "[$?]"`;
  const env = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', TERM: 'xterm', ...more };
  const started = promisify(execFile)('script', ['-qec', command, '/dev/null'], { env });
  started.child.stdin?.end();
  return (await started).stdout.replaceAll('\r\n', '\n');
}

describe.skipIf(process.platform !== 'linux')('on a terminal', () => {
  it('a bare agent says what it is and how to start it', async () => {
    expect(await onTerminal('')).toBe(`${renderIntroduction(80)}[0]\n`);
  }, 30_000);

  it('help is as wide as the terminal', async () => {
    const text = await onTerminal('-help', 72);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(72);
    expect(text).toContain('[0]');
  }, 30_000);

  it('the doctor has colours and keeps within it', async () => {
    const text = await onTerminal('doctor -url http://127.0.0.1:1/', 60);
    expect(text).toContain('\x1b[31mFAIL\x1b[0m  TCP');

    const plain = text.replace(/\x1b\[\d+m/g, '');
    expect(Math.max(...plain.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(await onTerminal('doctor -url http://127.0.0.1:1/', 60, { NO_COLOR: '1' })).not.toContain('\x1b');
  }, 60_000);
});

describe('the introduction', () => {
  it.each([40, 80])('keeps within %d columns', (width) => {
    const long = renderIntroduction(width)
      .split('\n')
      .filter((line) => line.length > width);
    expect(long.filter((line) => !line.startsWith('  agent '))).toEqual([]);
  });
});
