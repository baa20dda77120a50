import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringArray, unbox } from '../../../src/serial/jdk.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { scratch } from '../../os/files/scratch.js';
import { ChannelCall } from '../../support/channel-call.js';
import { askAt } from '../../jenkins/ask.js';
import { failureOf, object } from '../../jenkins/file-path/request.js';
import { printedTo } from '../support.js';

const INPUTS = path.join(import.meta.dirname, 'inputs');
const OUTPUTS = path.join(import.meta.dirname, 'outputs');

/** Runs mstest's first step; its answer and what it prints. */
async function transform(
  workspace: string,
  names: readonly string[],
  fields: Readonly<Record<string, JavaValue>> = {},
): Promise<{ answer: unknown; printed: string }> {
  const call = new ChannelCall();
  const { listener, output } = printedTo(call);
  const configuredLevel = object('java.util.logging.Level', { name: 'INFO', value: 800 });
  const logger = object('hudson.plugins.mstest.MsTestLogger', { configuredLevel, listener });
  const answer = await askAt(
    workspace,
    'hudson.plugins.mstest.MSTestTransformer',
    {
      listener,
      failOnError: true,
      unitReportTransformer: object('hudson.plugins.mstest.MSTestReportConverter', { logger }),
      msTestFiles: stringArray(names.map((name) => path.join(workspace, name))),
      ...fields,
    },
    call,
  );
  return { answer: unbox(answer), printed: output.text().replaceAll(workspace, '<ws>') };
}

const read = (workspace: string, name: string): string => readFileSync(path.join(workspace, name), 'utf8');

const CLEANING = `[MSTEST-PLUGIN] WARNING Unable to delete the file <ws>/temporary-junit-reports
[MSTEST-PLUGIN] INFO This file is a reserved temporary file. You can delete it safely.
`;

describe('the conversion of TRX files', () => {
  it('gives one suite for each file', async () => {
    const workspace = scratch();
    copyFileSync(path.join(INPUTS, 'mstest.trx'), path.join(workspace, 'a.trx'));
    copyFileSync(path.join(INPUTS, 'mstest.trx'), path.join(workspace, 'b.trx'));
    const { answer, printed } = await transform(workspace, ['a.trx', 'b.trx']);
    expect(answer).toBe(true);
    expect(printed).toBe(
      ['a', 'b']
        .map(
          (name) => `[MSTEST-PLUGIN] INFO processing report file: <ws>/${name}.trx
${CLEANING}[MSTEST-PLUGIN] INFO XML coverage report file not found: <ws>/vstest.coveragexml

[MSTEST-PLUGIN] INFO XML coverage report file not found: <ws>/${name}.coveragexml

`,
        )
        .join(''),
    );
    const reports = path.join(workspace, 'temporary-junit-reports');
    expect(readdirSync(reports).sort()).toEqual(['TEST-0.xml', 'TEST-1.xml', 'temp-junit.xml']);
    expect(read(reports, 'TEST-0.xml')).toBe(read(reports, 'TEST-1.xml'));
    await expect(read(reports, 'TEST-0.xml')).toMatchFileSnapshot(path.join(OUTPUTS, 'mstest.xml'));
  });

  it('converts coverage for EMMA, of the file beside it or the common one', async () => {
    const workspace = scratch();
    copyFileSync(path.join(INPUTS, 'mstest.trx'), path.join(workspace, 'a.b.trx'));
    writeFileSync(path.join(workspace, 'vstest.coveragexml'), '<CoverageDSPriv></CoverageDSPriv>');
    copyFileSync(path.join(INPUTS, 'vstest.coveragexml'), path.join(workspace, 'a.coveragexml'));
    const { printed } = await transform(workspace, ['a.b.trx']);
    expect(printed)
      .toContain(`${CLEANING}[MSTEST-PLUGIN] WARNING XML coverage report file format not supported (read the wiki): <ws>/vstest.coveragexml

[MSTEST-PLUGIN] INFO XML coverage: transforming '<ws>/a.coveragexml' to '<ws>/emma/coverage.xml'
`);
    await expect(read(workspace, 'emma/coverage.xml')).toMatchFileSnapshot(path.join(OUTPUTS, 'emma.xml'));
  });

  it('prints no more than it is told', async () => {
    const workspace = scratch();
    writeFileSync(path.join(workspace, 'a.trx'), '<TestRun/>');
    const configuredLevel = object('java.util.logging.Level', { name: 'SEVERE', value: 1000 });
    const logger = object('hudson.plugins.mstest.MsTestLogger', { configuredLevel });
    const unitReportTransformer = object('hudson.plugins.mstest.MSTestReportConverter', { logger });
    const { printed } = await transform(workspace, ['a.trx'], { unitReportTransformer });
    expect(printed).toBe('[MSTEST-PLUGIN] INFO processing report file: <ws>/a.trx\n');
    expect(read(workspace, 'temporary-junit-reports/TEST-0.xml')).toContain('tests="0" failures="0" errors="0"');
  });

  it('takes references to characters that XML does not allow out of the file', async () => {
    const workspace = scratch();
    const report = (text: string): string => `<TestRun\n name="${text}"/>\n`;
    writeFileSync(path.join(workspace, 'a.trx'), report('a&#x1C;b&#x41;&#x&#x1;2;c&#x9;'));
    await transform(workspace, ['a.trx']);
    expect(read(workspace, 'a.trx')).toBe(report('ab&#x41;c&#x9;'));
    expect(readdirSync(workspace).sort()).toEqual(['a.trx', 'temporary-junit-reports']);
  });

  it('fails for what is not XML, and without files', async () => {
    const workspace = scratch();
    writeFileSync(path.join(workspace, 'a.trx'), '<TestRun>');
    expect(await failureOf(transform(workspace, ['a.trx']))).toContain(
      'java.io.IOException: [MSTEST-PLUGIN] Unable to transform the MSTest report.',
    );
    expect(await failureOf(transform(workspace, ['none.trx']))).toMatch(/^java\.io\.FileNotFoundException: /);
    expect(await failureOf(transform(workspace, []))).toBe(
      'hudson.AbortException: [MSTEST-PLUGIN] No MSTest TRX test report files were found. Configuration error?',
    );
    expect(await transform(workspace, [], { failOnError: false })).toEqual({
      answer: true,
      printed: '[MSTEST-PLUGIN] WARNING No MSTest TRX test report files were found. Ignoring.\n',
    });
  });

  it('puts a directory where a file is in its way', async () => {
    const workspace = scratch();
    writeFileSync(path.join(workspace, 'a.trx'), '<TestRun/>');
    writeFileSync(path.join(workspace, 'temporary-junit-reports'), '');
    expect((await transform(workspace, ['a.trx'])).answer).toBe(true);
    expect(existsSync(path.join(workspace, 'temporary-junit-reports/TEST-0.xml'))).toBe(true);
  });
});
