import { mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { unbox } from '../../../src/serial/jdk.js';
import { askAt } from '../../jenkins/ask.js';
import { controllerPath, failureOf } from '../../jenkins/file-path/request.js';
import { scratch } from '../../os/files/scratch.js';

const collect = async (directory: string, target: string, includes = '**/TEST-*.xml') =>
  unbox(
    await askAt(directory, 'org.jenkinsci.plugins.parallel_test_executor.TestCollector$1', {
      val$dst: controllerPath(target),
      val$includes: includes,
    }),
  );

describe('reports of a part of the tests', () => {
  it('are copied with their times, links as what they lead to, over what is there', async () => {
    const [source, target] = [scratch(), path.join(scratch(), 'test-splits/reports/1')];
    mkdirSync(path.join(source, 'a'));
    writeFileSync(path.join(source, 'a/TEST-a.xml'), 'a');
    writeFileSync(path.join(source, 'a/other.xml'), 'o');
    utimesSync(path.join(source, 'a/TEST-a.xml'), 1_700_000_000, 1_700_000_000);
    symlinkSync('a/TEST-a.xml', path.join(source, 'TEST-b.xml'));
    mkdirSync(path.join(target, 'a'), { recursive: true });
    writeFileSync(path.join(target, 'a/TEST-a.xml'), 'older');
    expect(await collect(source, target)).toBe(2);
    expect(readFileSync(path.join(target, 'a/TEST-a.xml'), 'utf8')).toBe('a');
    expect(statSync(path.join(target, 'a/TEST-a.xml')).mtimeMs).toBe(1_700_000_000_000);
    expect(readFileSync(path.join(target, 'TEST-b.xml'), 'utf8')).toBe('a');
  });

  it('are none in a directory that is not there, and cannot go where there is no room for them', async () => {
    const source = scratch();
    expect(await collect(path.join(source, 'none'), path.join(source, 'to'))).toBe(0);
    writeFileSync(path.join(source, 'TEST-a.xml'), 'a');
    const target = path.join(source, 'TEST-a.xml', 'below');
    expect(await failureOf(collect(source, target))).toBe(
      `java.io.IOException: Failed to copy ${source}/**/TEST-*.xml to ${target}`,
    );
  });
});
