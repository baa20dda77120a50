import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { unbox } from '../../../src/serial/jdk.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { scratch } from '../../os/files/scratch.js';
import { ChannelCall } from '../../support/channel-call.js';
import { ask } from '../../jenkins/ask.js';
import { failureOf, object } from '../../jenkins/file-path/request.js';
import { printedTo } from '../support.js';

const INPUTS = path.join(import.meta.dirname, 'inputs');
const OUTPUTS = path.join(import.meta.dirname, 'outputs');

/** Runs nunit's first step; its answer and what it prints. */
async function archive(
  root: string,
  fields: Readonly<Record<string, JavaValue>> = {},
): Promise<{ answer: unknown; printed: string }> {
  const call = new ChannelCall();
  const { listener, output } = printedTo(call);
  const answer = await ask(
    'hudson.plugins.nunit.NUnitArchiver',
    {
      root,
      junitDirectoryName: 'temp',
      listener,
      testResultsPattern: '*.xml',
      unitReportTransformer: object('hudson.plugins.nunit.NUnitReportTransformer'),
      failIfNoResults: true,
      fileCount: 0,
      ...fields,
    },
    call,
  );
  return { answer: unbox(answer), printed: output.text() };
}

const written = (root: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path.join(root, 'temp'))
      .sort()
      .map((name) => [name, readFileSync(path.join(root, 'temp', name), 'utf8')]),
  );

describe('the conversion of NUnit reports', () => {
  it.each(['nunit2', 'nunit3'])('gives a file for each suite of %s', async (name) => {
    const root = scratch();
    copyFileSync(path.join(INPUTS, `${name}.xml`), path.join(root, 'a.xml'));
    expect(await archive(root)).toEqual({ answer: true, printed: '' });
    await expect(JSON.stringify(written(root), null, 1)).toMatchFileSnapshot(path.join(OUTPUTS, `${name}.json`));
  });

  it('numbers the files of several reports, and makes names out of suites that every system takes', async () => {
    const root = scratch();
    const report = (suite: string): string =>
      `<test-run><test-suite name="${suite}"><test-case name="c" /></test-suite></test-run>`;
    writeFileSync(path.join(root, 'a.xml'), report('a/b:*c'));
    writeFileSync(path.join(root, 'b.xml'), report('x'.repeat(300)));
    await archive(root);
    const [first = '', second = ''] = Object.keys(written(root));
    expect(first).toBe('TEST-a_b_c._1_0.xml');
    // The separator is not counted.
    expect(path.join(root, 'temp', second)).toHaveLength(256);
    expect(second).toMatch(/^TEST-x+_2_0\.xml$/);
  });

  it('takes characters that XML does not allow, and bytes that are no UTF-8', async () => {
    const root = scratch();
    const report = '<test-run><test-suite name="s"><test-case name="a\u0001\u{1f600}?" /></test-suite></test-run>';
    writeFileSync(path.join(root, 'a.xml'), Buffer.from(report.replace('?', '\xff'), 'utf8'));
    writeFileSync(path.join(root, 'b.xml'), Buffer.from('<test-run>\xff</test-run>', 'latin1'));
    expect(await archive(root)).toEqual({ answer: true, printed: '' });
    expect(Object.values(written(root)).join('')).toContain('name="a???ÿ"');
  });

  it('says that there are no reports', async () => {
    expect(await archive(scratch())).toEqual({
      answer: false,
      printed: 'FATAL: No NUnit test report files were found. Configuration error?\n',
    });
    const quiet = await archive(scratch(), { failIfNoResults: false });
    expect(quiet).toEqual({ answer: false, printed: 'No NUnit test report files were found.\n' });
  });

  it('refuses what is no report, and takes an empty document for one without tests', async () => {
    const root = scratch();
    const file = path.join(root, 'a.xml');
    const failure = 'java.io.IOException: Could not transform the NUnit report.';
    for (const content of ['', '<test-run>', '<html>text</html>', '<test-suite/>']) {
      writeFileSync(file, content);
      expect(await failureOf(archive(root)), content).toContain(failure);
    }
    writeFileSync(file, '<nothing> </nothing>');
    expect((await archive(root)).answer).toBe(true);
    expect(written(root)).toEqual({});
  });

  it('does nothing for a transformer that it does not know', async () => {
    const root = scratch();
    writeFileSync(path.join(root, 'a.xml'), '<test-run/>');
    expect(await failureOf(archive(root, { unitReportTransformer: object('com.example.Own') }))).toContain(
      'The transformer com.example.Own is not known to this agent',
    );
    expect(existsSync(path.join(root, 'temp'))).toBe(false);
  });
});
