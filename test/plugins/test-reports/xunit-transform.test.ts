import { copyFileSync, existsSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { unbox } from '../../../src/serial/jdk.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { scratch } from '../../os/files/scratch.js';
import { ChannelCall } from '../../support/channel-call.js';
import { askAt } from '../../jenkins/ask.js';
import { failureOf, object } from '../../jenkins/file-path/request.js';
import { printedTo } from '../support.js';

const INPUTS = path.join(import.meta.dirname, 'inputs/xunit');
const OUTPUTS = path.join(import.meta.dirname, 'outputs/xunit');
const SERVICE = 'org.jenkinsci.plugins.xunit.service.';
const TYPES = 'org.jenkinsci.plugins.xunit.types.';

/** Runs xunit's first step for a tool; its answer and what it prints. */
async function transform(
  workspace: string,
  tool: string,
  info: Readonly<Record<string, JavaValue>> = {},
): Promise<{ answer: unknown; printed: string }> {
  const call = new ChannelCall();
  const { listener, output } = printedTo(call);
  const xUnitLog = object(`${SERVICE}XUnitLog`, { buildListener: listener });
  const answer = await askAt(
    workspace,
    `${SERVICE}XUnitTransformerCallable`,
    {
      xUnitReportProcessorService: object(`${SERVICE}XUnitReportProcessorService`, { xUnitLog }),
      xUnitConversionService: object(`${SERVICE}XUnitConversionService`, { xUnitLog }),
      xUnitValidationService: object(`${SERVICE}XUnitValidationService`, { xUnitLog }),
      xUnitToolInfo: object(`${SERVICE}XUnitToolInfo`, {
        inputMetric: object(tool.includes('.') ? tool : TYPES + tool),
        pattern: '*.xml',
        excludesPattern: null,
        skipNoTestFiles: false,
        failIfNotNew: false,
        deleteOutputFiles: true,
        stopProcessingIfError: true,
        followSymlink: true,
        buildTime: BigInt(Date.now()),
        testTimeMargin: 3000n,
        sleepTime: 0n,
        xslContent: null,
        ...info,
      }),
      xUnitLog,
      processorId: '1b2c',
    },
    call,
  );
  return { answer: unbox(answer), printed: output.text().replaceAll(workspace, '<ws>') };
}

/** What a report of a tool becomes. */
async function converted(tool: string, directory: string): Promise<string> {
  const workspace = scratch();
  copyFileSync(path.join(INPUTS, `${tool}.xml`), path.join(workspace, 'a.xml'));
  expect((await transform(workspace, tool)).answer).toBe(1);
  const reports = path.join(workspace, 'generatedJUnitFiles/1b2c', directory);
  const [name = ''] = readdirSync(reports);
  expect(name).toMatch(/^TEST-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.xml$/);
  return readFileSync(path.join(reports, name), 'utf8');
}

/** Names of the tools' classes and of their directories. */
const TOOLS = {
  AUnit: 'AUnit',
  BoostTest: 'BoostTest',
  CTest: 'CTest',
  CUnit: 'CUnit',
  CheckInputMetric: 'Check',
  CppTest: 'CppTest',
  CppUnit: 'CppUnit',
  EmbUnitInputMetric: 'EmbUnit',
  FPCUnit: 'FPCUnit',
  GTester: 'gtester/glib2',
  GoogleTestInputMetric: 'GoogleTest',
  MSTest: 'MSTest',
  MbUnitInputMetric: 'MbUnit',
  NUnit: 'NUnit',
  NUnit3: 'NUnit',
  PHPUnit: 'PHPUnit',
  QTestLib: 'QTestlib',
  UnitTest: 'UnitTest++',
  Valgrind: 'Valgrind',
  XUnitDotNet: 'xUnit.Net',
};

describe('the conversion of reports by xunit', () => {
  it.each(Object.entries(TOOLS))('makes JUnit of %s', async (tool, directory) => {
    await expect(await converted(tool, directory)).toMatchFileSnapshot(path.join(OUTPUTS, `${tool}.xml`));
  });

  it('copies reports that are JUnit already', async () => {
    const input = readFileSync(path.join(INPUTS, 'JUnitInputMetric.xml'), 'utf8');
    expect(await converted('JUnitInputMetric', 'JUnit')).toBe(input);
  });

  it('writes what its format does not allow, and tells', async () => {
    const workspace = scratch();
    copyFileSync(path.join(INPUTS, 'EmbUnitInputMetric.xml'), path.join(workspace, 'a.xml'));
    writeFileSync(path.join(workspace, 'b.xml'), '<unittest-results/>');
    const { answer, printed } = await transform(workspace, 'EmbUnitInputMetric', {
      stopProcessingIfError: false,
      pattern: 'a.xml',
    });
    expect(answer).toBe(1);
    expect(printed).toBe(
      "INFO: [EmbUnit-Version N/A (default)] - 1 test report file(s) were found with the pattern 'a.xml' relative to '<ws>' for the testing framework 'EmbUnit-Version N/A (default)'.\n",
    );
    const other = await transform(workspace, 'XUnitDotNet', { stopProcessingIfError: false, pattern: 'b.xml' });
    expect(other.answer).toBe(1);
    expect(other.printed).toMatch(
      /WARNING: The converted file for the input file '<ws>\/b\.xml' doesn't match the JUnit format\.\nWARNING: At line 1 of file:<ws>\/generatedJUnitFiles\/1b2c\/xUnit\.Net\/TEST-\S+\.xml:Premature end of file\.\nERROR: Premature end of file\.\n$/,
    );
    expect(await failureOf(transform(workspace, 'XUnitDotNet', { pattern: 'b.xml' }))).toBe(
      `${SERVICE}TransformerException: The converted file for the result file '${workspace}/b.xml' (during conversion process for the metric 'xUnit.Net') is not valid. The report file has been skipped.`,
    );
  });

  it('leaves out reports that are empty or not what their tool writes, or fails for them', async () => {
    const workspace = scratch();
    writeFileSync(path.join(workspace, 'a.xml'), '');
    writeFileSync(
      path.join(workspace, 'b.xml'),
      '<testsuite name="s" tests="1" failures="0" errors="0" time="0.12345"/>',
    );
    writeFileSync(path.join(workspace, 'c.xml'), '<testsuite name="s">\n<testcase/>\n');
    const { answer, printed } = await transform(workspace, 'JUnitInputMetric', { stopProcessingIfError: false });
    expect(answer).toBe(0);
    const pattern = String.raw`(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]{0,3})?`;
    expect(printed.split('\n').slice(1)).toEqual([
      "WARNING: The result file '<ws>/a.xml' for the metric 'JUnit' is empty. The result file has been skipped.",
      "WARNING: The file '<ws>/b.xml' is an invalid file.",
      `WARNING: At line 1 of file:<ws>/b.xml:cvc-pattern-valid: Value '0.12345' is not facet-valid with respect to pattern '${pattern}' for type 'SUREFIRE_TIME'.`,
      "WARNING: At line 1 of file:<ws>/b.xml:cvc-attribute.3: The value '0.12345' of attribute 'time' on element 'testsuite' is not valid with respect to its type, 'SUREFIRE_TIME'.",
      "WARNING: The result file '<ws>/b.xml' for the metric 'JUnit' is not valid. The result file has been skipped.",
      "WARNING: The file '<ws>/c.xml' is an invalid file.",
      'WARNING: At line 3 of file:<ws>/c.xml:XML document structures must start and end within the same entity.',
      'WARNING: Technical validation:XML document structures must start and end within the same entity.',
      "WARNING: The result file '<ws>/c.xml' for the metric 'JUnit' is not valid. The result file has been skipped.",
      '',
    ]);
    const file = (name: string): string => `The result file '${workspace}/${name}.xml' for the metric 'JUnit' is`;
    expect(await failureOf(transform(workspace, 'JUnitInputMetric'))).toBe(
      `${SERVICE}EmptyReportFileException: ${file('a')} empty. The result file has been skipped.`,
    );
    expect(await failureOf(transform(workspace, 'JUnitInputMetric', { pattern: 'b.xml' }))).toBe(
      `${SERVICE}TransformerException: ${file('b')} not valid. The result file has been skipped.`,
    );
  });

  it('says what a conversion cannot take', async () => {
    const workspace = scratch();
    writeFileSync(path.join(workspace, 'a.xml'), '<testsuites><testsuite name="s" time="soon"/></testsuites>');
    expect(await failureOf(transform(workspace, 'GoogleTestInputMetric', { stopProcessingIfError: false }))).toBe(
      `${SERVICE}TransformerException: Conversion error: Cannot convert string "soon" to xs:double`,
    );
    writeFileSync(path.join(workspace, 'a.xml'), '<testsuites>');
    expect(await failureOf(transform(workspace, 'GoogleTestInputMetric'))).toContain(
      'Conversion error: XML document structures must start and end within the same entity.',
    );
  });

  it('fails without reports, and for old ones where that is to fail', async () => {
    const workspace = scratch();
    expect(await failureOf(transform(workspace, 'CTest'))).toBe(
      `${SERVICE}NoTestFoundException: [CTest-Version 3.x (default)] - No test report file(s) were found with the pattern '*.xml' relative to '${workspace}' for the testing framework 'CTest-Version 3.x (default)'.\nDid you enter a pattern relative to (and within) the workspace directory?\nDid you generate the result report(s) for 'CTest-Version 3.x (default)'?"`,
    );
    const report = path.join(workspace, 'a.xml');
    copyFileSync(path.join(INPUTS, 'CTest.xml'), report);
    const buildTime = 1_700_000_000_000n;
    utimesSync(report, 1_699_996_400, 1_699_996_400);
    expect(await failureOf(transform(workspace, 'CTest', { failIfNotNew: true, buildTime }))).toBe(
      `${SERVICE}NoNewTestReportException: Test reports were found but not all of them are new. Did all the tests run?\n  * ${report} is 1 hr 0 min old\n`,
    );
    const future = BigInt(Date.now() + 86_400_000);
    expect(await failureOf(transform(workspace, 'CTest', { failIfNotNew: true, buildTime: future }))).toContain(
      'Clock on this slave is out of sync with the master',
    );
    const lenient = { failIfNotNew: true, buildTime, testTimeMargin: 3_600_000n };
    expect((await transform(workspace, 'CTest', lenient)).answer).toBe(1);
  });

  it('does nothing for a style sheet of the user', async () => {
    const workspace = scratch();
    copyFileSync(path.join(INPUTS, 'CTest.xml'), path.join(workspace, 'a.xml'));
    const xslContent = '<xsl:stylesheet/>';
    expect(await failureOf(transform(workspace, 'CTest', { xslContent }))).toContain('can be run by Java alone');
    expect(await failureOf(transform(workspace, 'CustomInputMetric', { xslContent }))).toBe(
      `java.io.IOException: The test tool ${TYPES}CustomInputMetric is not known to this agent. A style sheet of the user can be run by Java alone.`,
    );
    expect(await failureOf(transform(workspace, 'com.example.Own'))).toContain('com.example.Own is not known');
    expect(existsSync(path.join(workspace, 'generatedJUnitFiles'))).toBe(false);
  });
});
