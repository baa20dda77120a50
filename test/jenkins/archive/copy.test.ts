import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filePath } from '../../../src/jenkins/file-path/file-path-value.js';
import { unbox } from '../../../src/serial/jdk.js';
import { contents } from '../../os/archive/support.js';
import { ChannelCall } from '../../support/channel-call.js';
import { glob, javaObject, run } from './support.js';

const COPY = 'hudson.FilePath$CopyRecursiveLocal';

let base: string;
let source: string;
let target: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'copy-')));
  [source, target] = [path.join(base, 'source'), path.join(base, 'target')];
  mkdirSync(path.join(source, 'd'), { recursive: true });
  writeFileSync(path.join(source, 'd', 'f.txt'), 'f');
  writeFileSync(path.join(source, 'g.txt'), 'g');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe(COPY, () => {
  it('copies what is selected, and counts', async () => {
    const fields = { scanner: glob('d/**'), target: filePath(target) };
    expect(unbox(await run(COPY, fields, source, new ChannelCall()))).toBe(1);
    expect(contents(target)).toEqual({ 'd/': '', 'd/f.txt': '644 f' });
  });

  it('copies everything below the name of the directory when nothing is selected', async () => {
    for (const scanner of [javaObject('hudson.util.DirScanner$Full'), glob(null)]) {
      expect(unbox(await run(COPY, { scanner, target: filePath(target) }, source, new ChannelCall()))).toBe(2);
      expect(Object.keys(contents(target))).toEqual(['source/', 'source/d/', 'source/d/f.txt', 'source/g.txt']);
    }
  });

  it('applies a filter of the core’s', async () => {
    const filter = javaObject('hudson.FilePath$DirectoryFilter');
    const scanner = javaObject('hudson.util.DirScanner$Filter', { filter });
    expect(unbox(await run(COPY, { scanner, target: filePath(target) }, source, new ChannelCall()))).toBe(0);
  });

  it('copies nothing of what is not there', async () => {
    const fields = { scanner: glob('**'), target: filePath(target) };
    expect(unbox(await run(COPY, fields, path.join(base, 'missing'), new ChannelCall()))).toBe(0);
    expect(existsSync(target)).toBe(false);
  });
});
