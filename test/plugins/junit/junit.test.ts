import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { declarations } from '../../../src/plugins/junit/index.js';
import { timeSpan } from '../../../src/plugins/junit/time-span.js';
import { timeToFloat, timestampMillis } from '../../../src/plugins/junit/times.js';
import { declareEnum } from '../../../src/serial/declare.js';
import { listValues } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { FakeCall } from '../../support/fake-call.js';
import { failureOf, object } from '../../jenkins/file-path/request.js';
import { printedTo, runPlugin } from '../support.js';

let workspace: string;

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'junit-'));
});

afterEach(() => rm(workspace, { recursive: true, force: true }));

const RETENTION = declareEnum('hudson.tasks.junit.StdioRetention', ['ALL', 'FAILED', 'NONE', 'SOME']);
const DEFAULTS = { allowEmptyResults: false, skipOldReports: false, stdioRetention: RETENTION.NONE };
const REPORT = '<testsuite name="s"><testcase name="a" classname="c" time="1"/></testsuite>';

async function junit(
  testResults: string,
  options: Readonly<Record<string, JavaValue>> = DEFAULTS,
  call = new FakeCall(),
): Promise<JavaObject> {
  const request = { pipelineTestDetails: null, testResults, ...options };
  return (await runPlugin(declarations, '$DirectParseResultCallable', workspace, request, call)) as JavaObject;
}

const suiteNames = (result: JavaObject): unknown[] =>
  listValues(result.get('suites')).map((suite) => (suite as JavaObject).get('name'));

describe('junit', () => {
  it('fails without reports, in words that a build ends with', async () => {
    expect(await failureOf(junit('*.xml'))).toBe(
      'hudson.AbortException: No test report files were found. Configuration error?',
    );
  });

  it('says that there are none where that is allowed', async () => {
    const call = new FakeCall();
    const { listener, output } = printedTo(call);
    const result = await junit('*.xml', { ...DEFAULTS, allowEmptyResults: true, listener }, call);
    expect(output.text()).toBe('No test report files were found. Configuration error?\n');
    expect(listValues(result.get('suites'))).toEqual([]);
    expect(call.followed).toContain(output);
  });

  it('takes nothing but XML for a report', async () => {
    await writeFile(join(workspace, 'a.log'), 'text');
    expect(await failureOf(junit('*'))).toBe(
      `java.io.IOException: Failed to read ${workspace}/a.log\nIs this really a JUnit report file? Your configuration must be matching too many files`,
    );
  });

  it('fails for a case without any name', async () => {
    await writeFile(join(workspace, 'a.xml'), '<testsuite><testcase/></testsuite>');
    expect(await failureOf(junit('*'))).toBe(`java.io.IOException: Failed to read ${workspace}/a.xml`);
  });

  it('refuses a retention that it does not know', async () => {
    await writeFile(join(workspace, 'a.xml'), REPORT);
    const failure = await failureOf(junit('*', { ...DEFAULTS, stdioRetention: RETENTION.SOME }));
    expect(failure).toBe('java.io.InvalidObjectException: The retention SOME is not known to this agent');
  });

  it('leaves old reports out when asked to', async () => {
    await writeFile(join(workspace, 'new.xml'), REPORT.replace('"s"', '"new"'));
    await writeFile(join(workspace, 'old.xml'), REPORT.replace('"s"', '"old"'));
    await utimes(join(workspace, 'old.xml'), 1000, 1000);
    const began = BigInt(Date.now());
    const times = { buildStartTimeInMillis: began, buildTimeInMillis: began + 1000n };
    expect(suiteNames(await junit('*', { ...DEFAULTS, ...times }))).toEqual(['new', 'old']);
    expect(suiteNames(await junit('*', { ...DEFAULTS, ...times, skipOldReports: true }))).toEqual(['new']);
  });

  it('fails for old reports alone with plugins that do', async () => {
    await writeFile(join(workspace, 'old.xml'), REPORT);
    await utimes(join(workspace, 'old.xml'), new Date(), (Date.now() - 7_200_000) / 1000);
    const now = BigInt(Date.now());
    const old = { allowEmptyResults: false, keepLongStdio: true, buildTime: now, nowMaster: now };
    const strict = new FakeCall({
      controllerClass: () =>
        Promise.resolve(Buffer.from('Test reports were found but none of them are new. Did leafNodes run? ')),
    });
    expect(await failureOf(junit('*', old, strict))).toMatch(
      /^hudson.AbortException: Test reports were found but none of them are new. Did leafNodes run\? \nFor example, .*old.xml is [12] hr \d+ min old\n$/,
    );
    const lenient = new FakeCall({ controllerClass: () => Promise.resolve(Buffer.from('TestResult')) });
    const result = await junit('*', old, lenient);
    expect(suiteNames(result)).toEqual(['s']);
    expect(result.get('keepLongStdio')).toBe(true);
    expect(result.get('stdioRetention')).toBeUndefined();
  });

  it('replaces in names what the plugin of the controller replaces', async () => {
    await writeFile(join(workspace, 'a.xml'), REPORT.replace('"s"', '"a b/{c}"'));
    const plugin = (constants: string): FakeCall =>
      new FakeCall({ controllerClass: () => Promise.resolve(Buffer.from(constants)) });
    expect(suiteNames(await junit('*', DEFAULTS, plugin('/_')))).toEqual(['a b_{c}']);
    expect(suiteNames(await junit('*', DEFAULTS, plugin('"#%/:<>?[\\]^`{|}')))).toEqual(['a_b__c_']);
  });

  it('stops when it is cancelled', async () => {
    await writeFile(join(workspace, 'a.xml'), REPORT);
    const call = new FakeCall();
    call.cancel();
    expect(await failureOf(junit('*', DEFAULTS, call))).toBe('java.lang.InterruptedException');
  });

  it('sends no superclasses, whose versions it cannot know', async () => {
    await writeFile(join(workspace, 'a.xml'), REPORT);
    const result = await junit('*');
    expect(result.desc.superDesc).toBeNull();
    expect(result.desc.suid).toBe(1n);
  });
});

describe('junit with results stored elsewhere', () => {
  const store = (publisher: JavaValue) =>
    failureOf(
      runPlugin(
        declarations,
        '$StorageParseResultCallable',
        workspace,
        { pipelineTestDetails: null, testResults: '*.xml', publisher, ...DEFAULTS },
        new FakeCall(),
      ),
    );

  it('names the publisher that it cannot run', async () => {
    const name = 'io.jenkins.plugins.junit.storage.database.DatabaseTestResultStorage$RemotePublisherImpl';
    expect(await store(object(name))).toBe(
      `java.io.IOException: The publisher of test results ${name} is not known to this agent. ` +
        'Test results can be stored from here with the storage "Local file system" of the controller\'s configuration.',
    );
  });

  it('fails as the plugin does for a storage without a publisher', async () => {
    expect(await store(null)).toBe('hudson.AbortException: No test report files were found. Configuration error?');
    await writeFile(join(workspace, 'a.xml'), REPORT);
    expect(await store(null)).toBe('java.lang.NullPointerException');
  });
});

describe('times in reports', () => {
  it.each([
    ['1.5', 1.5],
    ['1,234.5', 1234.5],
    ['  7 ', 7],
    ['.5', 0.5],
    ['1e1', 10],
    ['1.5s', 1.5],
    ['-3', -3],
    ['abc', 0],
    ['', 0],
    [null, 0],
  ])('%j is %d seconds', (text, seconds) => {
    expect(timeToFloat(text)).toBe(seconds);
  });

  it.each([
    ['1970-01-01T00:00:01Z', 1000n],
    ['1970-01-01T00:00:01', 1000n],
    ['1970-01-01T01:00:00.5+01:00', 500n],
    ['1970-01-01 T 00:01', 60_000n],
    ['1970-01-01T00:00:00-00:30', 1_800_000n],
    ['2024-02-29T00:00:00Z', 1709164800000n],
    ['2023-02-29T00:00:00Z', null],
    ['2024-03-01 10:11:12', null],
    ['1970-01-01T24:00:00Z', null],
    ['1970-01-01T00:00:00+19:00', null],
    ['yesterday', null],
  ])('%j is %d', (text, millis) => {
    expect(timestampMillis(text)).toBe(millis);
  });

  it.each([
    [30n, '30 ms'],
    [340n, '0.34 sec'],
    [1234n, '1.2 sec'],
    [12_345n, '12 sec'],
    [61_000n, '1 min 1 sec'],
    [7_200_000n, '2 hr 0 min'],
    [1_000_000_000n, '11 days'],
  ])('%d milliseconds are %s', (millis, text) => {
    expect(timeSpan(millis)).toBe(text);
  });
});
