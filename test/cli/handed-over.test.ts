import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseHandedOver, takeHandedOver } from '../../src/cli/handed-over.js';

const END = '\x1e';

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'handed-over-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'text'), text);
  return join(folder, 'text');
}

describe('what the entrypoint hands over', () => {
  it.each<[string, string, [string, string][], string[]]>([
    ['nothing', `${END}\n`, [], []],
    ['words', `${END}-name${END}a b${END}${END}\n`, [], ['-name', 'a b', '']],
    [
      'variables',
      `A=1=2${END}B=x\ny${END}${END}\n`,
      [
        ['A', '1=2'],
        ['B', 'x\ny'],
      ],
      [],
    ],
    ['both, with newlines', `A=1${END}${END}-cert${END}a\nb\n${END}\n`, [['A', '1']], ['-cert', 'a\nb\n']],
  ])('%s', (_what, text, variables, words) => {
    expect(parseHandedOver(text)).toEqual({ variables: new Map(variables), words });
  });

  it.each(['', '\n', 'some text', `A=1${END}`, `${END}half`])('%j is something else', (text) => {
    expect(() => parseHandedOver(text)).toThrow('JENKINS_AGENT_HANDED_OVER: this is for the entrypoint alone to set');
  });

  it('is put back, and can be read no second time where a file stands for the pipe', () => {
    const file = fileWith(`JENKINS_SECRET=s${END}${END}-name${END}n${END}\n`);
    const environment: NodeJS.ProcessEnv = { JENKINS_AGENT_HANDED_OVER: String(openSync(file, 'r')), PATH: '/bin' };
    expect(takeHandedOver(environment)).toEqual(['-name', 'n']);
    expect(environment).toEqual({ JENKINS_SECRET: 's', PATH: '/bin' });
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  it('is nothing without the variable', () => {
    expect(takeHandedOver({ PATH: '/bin' })).toBeUndefined();
  });

  it.each(['', 'x', '-1', '3.5'])('is refused with the descriptor %j', (descriptor) => {
    expect(() => takeHandedOver({ JENKINS_AGENT_HANDED_OVER: descriptor })).toThrow('for the entrypoint alone to set');
  });

  it('is refused with a descriptor that is closed', () => {
    const fd = openSync('/dev/null', 'r');
    closeSync(fd);
    expect(() => takeHandedOver({ JENKINS_AGENT_HANDED_OVER: String(fd) })).toThrow('for the entrypoint alone to set');
  });
});
