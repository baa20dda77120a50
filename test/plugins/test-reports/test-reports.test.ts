import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listValues } from '../../../src/serial/jdk.js';
import { JavaEnum } from '../../../src/serial/model.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { scratch } from '../../os/files/scratch.js';
import { ChannelCall } from '../../support/channel-call.js';
import { ask, askAt } from '../../jenkins/ask.js';
import { controllerPath, failureOf, object } from '../../jenkins/file-path/request.js';

const XUNIT = 'org.jenkinsci.plugins.xunit.XUnitProcessor$ReportParserCallable';
const NUNIT = 'hudson.plugins.nunit.NUnitPublisher$1';
const MSTEST = 'hudson.plugins.mstest.MSTestPublisher$1';

const LONG = 'o'.repeat(5000);
const report = (suite: string, ...cases: string[]): string =>
  `<testsuite name="${suite}">${cases
    .map((name) => `<testcase name="${name}" classname="C" time="1"/>`)
    .join('')}<system-out>${LONG}</system-out></testsuite>`;

function write(base: string, file: string, content: string): void {
  mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
  writeFileSync(path.join(base, file), content);
}

/** Suite name -> names of its cases. */
function suites(result: JavaValue): Record<string, JavaValue[]> {
  const all = listValues((result as JavaObject).get('suites')) as JavaObject[];
  const casesOf = (suite: JavaObject) => (listValues(suite.get('cases')) as JavaObject[]).map(testName);
  return Object.fromEntries(all.map((suite): [string, JavaValue[]] => [suite.get('name') as string, casesOf(suite)]));
}

const testName = (each: JavaObject): JavaValue => each.get('testName') ?? null;

function stdout(result: JavaValue): unknown {
  return (listValues((result as JavaObject).get('suites'))[0] as JavaObject).get('stdout');
}

const retention = (result: JavaValue): unknown => ((result as JavaObject).get('stdioRetention') as JavaEnum).constant;

/** A call of a controller whose class TestResult has these constants. */
const withPlugin = (constants: string): ChannelCall =>
  new ChannelCall({ controllerClass: () => Promise.resolve(Buffer.from(constants)) });

describe('xunit', () => {
  const DEFAULTS = {
    buildTime: 1000n,
    nowMaster: 2000n,
    reduceLog: true,
    junitFilePattern: '**/TEST-*.xml',
    pipelineTestDetails: null,
    processorId: '1b2c',
  };

  it('reads the reports of its own run', async () => {
    const base = scratch();
    write(base, 'generatedJUnitFiles/1b2c/NUnit/TEST-a.xml', report('a', 'one', 'two'));
    write(base, 'generatedJUnitFiles/other/TEST-b.xml', report('b', 'three'));
    const short = await askAt(base, XUNIT, DEFAULTS);
    expect(suites(short)).toEqual({ a: ['one', 'two'] });
    expect(retention(short)).toBe('NONE');
    expect(stdout(short)).toMatch(/^o{500}\n\.\.\.\[truncated \d+ chars\]\.\.\.\no{500}$/);
    const long = await askAt(base, XUNIT, { ...DEFAULTS, reduceLog: false });
    expect(retention(long)).toBe('ALL');
    expect(stdout(long)).toBe(LONG);
  });

  it('has none where nothing was converted, and makes the directory', async () => {
    const base = scratch();
    expect(await askAt(base, XUNIT, DEFAULTS)).toBeNull();
    expect(existsSync(path.join(base, 'generatedJUnitFiles/1b2c'))).toBe(true);
    write(base, 'generatedJUnitFiles/file', '');
    const failure = await failureOf(askAt(base, XUNIT, { ...DEFAULTS, processorId: 'file' }));
    expect(failure).toMatch(/^java\.io\.IOException: File .*\/generatedJUnitFiles\/file exists and is not a directory/);
  });

  it('puts the cases where they ran in a Pipeline', async () => {
    const base = scratch();
    write(base, 'generatedJUnitFiles/1b2c/TEST-a.xml', report('a', 'one'));
    const pipelineTestDetails = object('hudson.tasks.test.PipelineTestDetails', {
      nodeId: '17',
      enclosingBlocks: object('java.util.Collections$EmptyList'),
      enclosingBlockNames: object('java.util.Collections$EmptyList'),
    });
    const result = (await askAt(base, XUNIT, { ...DEFAULTS, pipelineTestDetails })) as JavaObject;
    expect((listValues(result.get('suites'))[0] as JavaObject).get('nodeId')).toBe('17');
  });

  it('answers plugins of each generation in their way', async () => {
    const base = scratch();
    const file = 'generatedJUnitFiles/1b2c/TEST-a.xml';
    write(base, file, report('a', 'one'));
    const old = (await askAt(base, XUNIT, DEFAULTS, withPlugin('keepLongStdio'))) as JavaObject;
    expect(old.get('keepLongStdio')).toBe(false);
    expect(old.get('stdioRetention')).toBeUndefined();
    const now = BigInt(Date.now());
    const times = { buildTime: now, nowMaster: now };
    utimesSync(path.join(base, file), new Date(), (Date.now() - 7_200_000) / 1000);
    expect(suites(await askAt(base, XUNIT, { ...DEFAULTS, ...times }, withPlugin('StdioRetention')))).toEqual({
      a: ['one'],
    });
    expect(await failureOf(askAt(base, XUNIT, { ...DEFAULTS, ...times }, withPlugin('Did leafNodes run')))).toMatch(
      /^hudson\.AbortException: Test reports were found but none of them are new\. Did leafNodes run\? /,
    );
  });
});

describe('nunit', () => {
  const ask1 = (base: string, fields: Readonly<Record<string, JavaValue>>, failIfNoResults = true) =>
    ask(NUNIT, {
      this$0: object('hudson.plugins.nunit.NUnitPublisher', { failIfNoResults }),
      val$buildTime: 1000n,
      val$existingTestResults: null,
      val$filePath: controllerPath(base),
      val$junitFilePattern: 'tmp/TEST-*.xml',
      ...fields,
    });

  it('keeps all output', async () => {
    const base = scratch();
    write(base, 'tmp/TEST-a.xml', report('a', 'one'));
    const result = await ask1(base, {});
    expect(suites(result)).toEqual({ a: ['one'] });
    expect(stdout(result)).toBe(LONG);
  });

  it('fails without reports, or has an empty result', async () => {
    const base = scratch();
    expect(await failureOf(ask1(base, {}))).toBe(
      'hudson.AbortException: No test report files were found or the NUnit input XML file contained no tests.',
    );
    const empty = await ask1(base, {}, false);
    expect(suites(empty)).toEqual({});
    expect(retention(empty)).toBe('NONE');
  });

  it('adds to what there is already', async () => {
    const base = scratch();
    write(base, 'tmp/TEST-a.xml', report('a', 'one'));
    write(base, 'tmp/TEST-b.xml', report('b', 'two'));
    const existing = (await ask1(base, { val$junitFilePattern: '**/TEST-*.xml' })) as JavaObject;
    write(base, 'more/TEST-a.xml', report('a', 'three').replace('testsuite name', 'testsuite id="7" name'));
    write(base, 'more/TEST-c.xml', report('c', 'four'));
    const more = { val$existingTestResults: existing, val$junitFilePattern: 'more/*' };
    const result = (await ask1(base, more)) as JavaObject;
    expect(suites(result)).toEqual({ a: ['one', 'three'], b: ['two'], c: ['four'] });
    expect(existing.get('duration')).toBe(2);
    expect(result.get('duration')).toBe(4);
    expect(retention(result)).toBe('ALL');
    const [a] = listValues(result.get('suites')) as JavaObject[];
    expect(a?.get('duration')).toBe(2);
    // And once more, with the result as it came back.
    write(base, 'last/TEST-b.xml', report('b', 'five'));
    const again = { val$existingTestResults: result, val$junitFilePattern: 'last/*' };
    expect(suites(await ask1(base, again))).toEqual({ a: ['one', 'three'], b: ['two', 'five'], c: ['four'] });
  });

  it('cannot add to what is stored elsewhere', async () => {
    const base = scratch();
    write(base, 'tmp/TEST-a.xml', report('a', 'one'));
    const impl = object('io.jenkins.plugins.junit.storage.database.DatabaseTestResultStorage$TestResultStorage');
    const val$existingTestResults = object('hudson.tasks.junit.TestResult', { impl, suites: null });
    expect(await failureOf(ask1(base, { val$existingTestResults }))).toBe(
      'java.lang.IllegalStateException: Cannot reparse using a pluggable impl',
    );
  });
});

describe('mstest', () => {
  const ask1 = (base: string, existing: JavaValue, fields: Readonly<Record<string, JavaValue>>) =>
    askAt(base, MSTEST, {
      this$0: object('hudson.plugins.mstest.MSTestPublisher', { buildTime: 1000n, ...fields }),
      val$existingTestResults: existing,
      val$junitFilePattern: 'temporary-junit-reports/TEST-*.xml',
    });

  it('keeps as much as it is told, and adds to what there is already', async () => {
    const base = scratch();
    write(base, 'temporary-junit-reports/TEST-a.xml', report('a', 'one'));
    const first = await ask1(base, null, { failOnError: true, keepLongStdio: false });
    expect(retention(first)).toBe('NONE');
    expect(retention(await ask1(base, null, { failOnError: true, keepLongStdio: true }))).toBe('ALL');
    write(base, 'temporary-junit-reports/TEST-a.xml', report('z', 'two'));
    const second = await ask1(base, first, { failOnError: true, keepLongStdio: true });
    expect(suites(second)).toEqual({ a: ['one'], z: ['two'] });
    expect(retention(second)).toBe('NONE');
  });

  it('fails without reports, or has none', async () => {
    const base = scratch();
    expect(await ask1(base, null, { failOnError: false })).toBeNull();
    expect(await failureOf(ask1(base, null, { failOnError: true }))).toBe(
      'hudson.AbortException: [MSTEST-PLUGIN] No test report files were found. (Have you specified a pattern matching any file in your workspace ?)',
    );
  });
});
