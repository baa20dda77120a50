import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JavaArray } from '../../../src/serial/model.js';
import { scratch } from '../../os/files/scratch.js';
import { ChannelCall } from '../../support/channel-call.js';
import { askAt } from '../../jenkins/ask.js';
import { answeredPaths, failureOf } from '../../jenkins/file-path/request.js';

function write(base: string, file: string, content = ''): void {
  mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
  writeFileSync(path.join(base, file), content);
}

describe('jacoco', () => {
  const NAME = 'hudson.plugins.jacoco.JacocoPublisher$ResolveDirPaths';

  it('finds directories of classes', async () => {
    const base = scratch();
    for (const file of ['a/target/classes/A.class', 'b/target/Classes/x/B.class', 'c/bin/C.class', '.git/classes/x'])
      write(base, file);
    const resolve = async (input: string) => {
      const answer = (await askAt(base, NAME, { input })) as JavaArray;
      expect(answer.className).toBe('[Lhudson.FilePath;');
      return answeredPaths(answer)
        .map((found) => path.relative(base, found as string))
        .sort();
    };
    expect(await resolve('**/classes')).toEqual(['.git/classes', 'a/target/classes', 'b/target/Classes']);
    expect(await resolve(' **/target/classes')).toEqual([]);
    expect(await resolve('**/target/classes ,\n c/bin , ')).toEqual(['a/target/classes', 'b/target/Classes', 'c/bin']);
    expect(await resolve('')).toEqual(['']);
    expect(await resolve(',')).toEqual([]);
    expect(await resolve('c/')).toEqual(['c', 'c/bin']);
  });

  it('fails where there is no workspace', async () => {
    const gone = path.join(scratch(), 'gone');
    expect(await failureOf(askAt(gone, NAME, { input: '*' }))).toBe(
      `java.lang.IllegalStateException: basedir ${gone} does not exist.`,
    );
  });
});

describe('cobertura', () => {
  const NAME = 'hudson.plugins.cobertura.CoberturaPublisher$ParseReportCallable';
  const REPORT = `<?xml version="1.0"?>
<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
<!-- made by hand --><coverage line-rate="1">`;

  it('finds reports, of which it reads the beginning', async () => {
    const base = scratch();
    write(base, 'a/coverage.xml', `${REPORT}${'<x/>'.repeat(100_000)} <<<`);
    write(base, 'b/coverage.xml', '<c:coverage xmlns:c="urn:c"/>');
    const find = async (reportFilePath: string) => answeredPaths(await askAt(base, NAME, { reportFilePath }));
    expect(await find('**/coverage.xml')).toEqual(['a/coverage.xml', 'b/coverage.xml'].map((f) => path.join(base, f)));
    expect(await find('none*')).toEqual([]);
  });

  it.each([
    ['another report', '<html/>', 'is not a cobertura coverage report, please check your report pattern'],
    ['no XML', 'coverage', 'is not an XML file, please check your report pattern'],
    ['an empty file', '', 'is not an XML file, please check your report pattern'],
    ['a broken file', '<coverage', 'is not an XML file, please check your report pattern'],
    ['a prolog alone', '<?xml version="1.0"?>\n', 'is not an XML file, please check your report pattern'],
  ])('refuses %s', async (_what, content, message) => {
    const base = scratch();
    write(base, 'coverage.xml', content);
    expect(await failureOf(askAt(base, NAME, { reportFilePath: '*.xml' }))).toBe(
      `java.io.IOException: ${base}/coverage.xml ${message}`,
    );
  });

  it('wants a pattern, not a path', async () => {
    expect(await failureOf(askAt(scratch(), NAME, { reportFilePath: '/tmp/x.xml' }))).toBe(
      "java.io.IOException: Expecting Ant GLOB pattern, but saw '/tmp/x.xml'. See https://ant.apache.org/manual/Types/fileset.html for syntax",
    );
  });

  it('stops when it is cancelled', async () => {
    const base = scratch();
    write(base, 'coverage.xml', REPORT);
    const call = new ChannelCall();
    call.cancel();
    expect(await failureOf(askAt(base, NAME, { reportFilePath: '*.xml' }, call))).toBe(
      'java.lang.InterruptedException',
    );
  });
});

describe('clover', () => {
  const NAME = 'hudson.plugins.clover.slave.GetPathFileCallable';

  it('is told where the workspace really is', async () => {
    const base = scratch();
    mkdirSync(path.join(base, 'real'));
    symlinkSync('real', path.join(base, 'link'));
    expect(await askAt(path.join(base, 'link'), NAME)).toBe(path.join(base, 'real'));
    expect(await askAt(path.join(base, 'link/no/such'), NAME)).toBe(path.join(base, 'real/no/such'));
  });

  it.skipIf(process.platform === 'win32')('gets the path as it is when that cannot be told', async () => {
    const base = scratch();
    symlinkSync('loop', path.join(base, 'loop'));
    expect(await askAt(path.join(base, 'loop'), NAME)).toBe(path.join(base, 'loop'));
  });
});
