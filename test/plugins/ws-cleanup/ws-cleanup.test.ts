import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandWords } from '../../../src/plugins/ws-cleanup/delete-command.js';
import { declarations } from '../../../src/plugins/ws-cleanup/index.js';
import { declareEnum } from '../../../src/serial/declare.js';
import { arrayList } from '../../../src/serial/jdk.js';
import { ChannelCall } from '../../support/channel-call.js';
import { failureOf, object } from '../../jenkins/file-path/request.js';
import { printedTo, runPlugin } from '../support.js';

const TYPE = declareEnum('hudson.plugins.ws_cleanup.Pattern$PatternType', ['INCLUDE', 'EXCLUDE']);

let base: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'cleanup-'));
  await mkdir(join(base, 'w/d/e'), { recursive: true });
  await mkdir(join(base, 'w/.git'));
  for (const file of ['w/1.txt', 'w/d/2.txt', 'w/d/e/3.txt', 'w/.git/c', 'kept']) await writeFile(join(base, file), '');
  await symlink('..', join(base, 'w/up'));
  await symlink('1.txt', join(base, 'w/link'));
});

afterEach(() => rm(base, { recursive: true, force: true }));

async function cleanUp(
  patterns: readonly [keyof typeof TYPE, string][],
  deleteDirs: boolean,
  deleteCommand: string | null = null,
): Promise<{ log: string; left: string[] }> {
  const call = new ChannelCall();
  const { listener, output } = printedTo(call);
  const list = patterns.map(([type, pattern]) =>
    object('hudson.plugins.ws_cleanup.Pattern', { pattern, type: TYPE[type] }),
  );
  const request = { deleteDirs, deleteCommand, listener, patterns: arrayList(list) };
  await runPlugin(declarations, 'Cleanup', join(base, 'w'), request, call);
  const left = await readdir(join(base, 'w'), { recursive: true });
  return { log: output.text().replaceAll(base, 'BASE'), left: left.sort() };
}

describe('cleanWs', () => {
  it('deletes files and links, and follows none', async () => {
    expect((await cleanUp([], false)).left).toEqual(['.git', 'd', 'd/e']);
    expect(await readdir(base)).toEqual(['kept', 'w']);
  });

  it('deletes directories when told to, whatever Ant would exclude', async () => {
    expect((await cleanUp([], true)).left).toEqual([]);
  });

  it('goes by patterns', async () => {
    const patterns: [keyof typeof TYPE, string][] = [
      ['INCLUDE', '**/*.txt'],
      ['EXCLUDE', 'd/e/**'],
    ];
    const { left } = await cleanUp(patterns, false);
    expect(left.filter((name) => name.endsWith('.txt'))).toEqual(['d/e/3.txt']);
  });

  it('runs the command for each, and reports those that fail', async () => {
    expect((await cleanUp([['INCLUDE', '1.txt']], false, 'rm %s')).left).not.toContain('1.txt');
    const { log } = await cleanUp([['INCLUDE', 'd/2.txt']], false, 'sh -c "echo no >&2; exit 3"');
    expect(log).toMatch(
      /^ERROR: Cleanup command 'sh -c echo no >&2; exit 3 BASE\/w\/d\/2.txt' failed with code 3:\nno\n/,
    );
    const failure = await failureOf(cleanUp([['INCLUDE', 'd/2.txt']], false, 'no-such-program'));
    expect(failure).toMatch(/^java.io.IOException: Cannot run program "no-such-program"/);
  });

  it('quotes the path where the command says, and puts it behind otherwise', () => {
    expect(commandWords('del %s /q', 'C:\\a b$1')).toEqual(['del', 'C:\\a b$1', '/q']);
    expect(commandWords('"my tool" -f', '/a b')).toEqual(['my tool', '-f', '/a', 'b']);
  });

  it('fails for a workspace that is not there', async () => {
    await rm(join(base, 'w'), { recursive: true });
    expect(await failureOf(cleanUp([], true))).toMatch(/^java.lang.IllegalStateException: basedir .* does not exist.$/);
  });
});
