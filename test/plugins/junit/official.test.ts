/** Reports of many programs, whole and broken, against what the official agent made of them (plugin 1396). */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declarations } from '../../../src/plugins/junit/index.js';
import { declareEnum } from '../../../src/serial/declare.js';
import { arrayList, listValues, stringMap } from '../../../src/serial/jdk.js';
import { JavaObject } from '../../../src/serial/model.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { FakeCall } from '../../support/fake-call.js';
import { object } from '../../jenkins/file-path/request.js';
import { runPlugin } from '../support.js';

interface Recorded {
  /** File name -> Base64. */
  readonly reports: Readonly<Record<string, string>>;
  /** `r/*.xml` with the defaults. */
  readonly all: readonly Record<string, unknown>[];
  /** Four patterns, with everything kept. */
  readonly kept: readonly Record<string, unknown>[];
}

const RETENTION = declareEnum('hudson.tasks.junit.StdioRetention', ['ALL', 'NONE']);

let workspace: string;
let recorded: Recorded;

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'junit-'));
  await mkdir(join(workspace, 'r'));
  const fixture = new URL('../../fixtures/junit/reports.json.gz', import.meta.url);
  recorded = JSON.parse(gunzipSync(await readFile(fixture)).toString()) as Recorded;
  for (const [name, content] of Object.entries(recorded.reports)) {
    await writeFile(join(workspace, 'r', name), Buffer.from(content, 'base64'));
  }
});

afterAll(() => rm(workspace, { recursive: true, force: true }));

describe('junit', () => {
  it('makes of reports what the official agent makes of them', async () => {
    const suites = await parse('r/*.xml', '9', {});
    // The one that is meant to fill the memory fails in other words.
    const isBomb = (suite: Record<string, unknown>): boolean => suite['name'] === 'bomb.xml';
    expect(suites.filter((suite) => !isBomb(suite))).toEqual(recorded.all.filter((suite) => !isBomb(suite)));
    expect(suites.filter(isBomb)).toHaveLength(1);
    expect(suites.length).toBeGreaterThan(40);
  });

  it('keeps output and properties when it is told to', async () => {
    const options = { keepProperties: true, stdioRetention: RETENTION.ALL };
    const patterns = 'r/TEST*.xml,r/long.xml,r/nul-text.xml,r/catch2.xml';
    expect(await parse(patterns, '15', options)).toEqual(recorded.kept);
  });
});

async function parse(
  testResults: string,
  nodeId: string,
  options: Readonly<Record<string, JavaValue>>,
): Promise<Record<string, unknown>[]> {
  const details = { nodeId, enclosingBlocks: arrayList([]), enclosingBlockNames: arrayList([]) };
  const request = {
    allowEmptyResults: false,
    keepProperties: false,
    keepTestNames: false,
    skipOldReports: false,
    stdioRetention: RETENTION.NONE,
    pipelineTestDetails: object('hudson.tasks.test.PipelineTestDetails', details),
    testResults,
    ...options,
  };
  const answer = await runPlugin(declarations, '$DirectParseResultCallable', workspace, request, new FakeCall());
  return listValues((answer as JavaObject).get('suites')).map((suite) => asRecorded(suite as JavaObject));
}

function asRecorded(suite: JavaObject): Record<string, unknown> {
  const fields = pick(suite, SUITE_FIELDS);
  const cases = listValues(suite.get('cases')).map((each) => {
    const result = each as JavaObject;
    return {
      ...pick(result, CASE_FIELDS),
      isProperFailure: null,
      properties: properties(result),
      flaky: failures(result.get('flakyFailures')),
      rerun: failures(result.get('rerunFailures')),
    };
  });
  return { ...fields, properties: properties(suite), cases };
}

function properties(of: JavaObject): Record<string, unknown> {
  return Object.fromEntries(stringMap(of.get('properties')));
}

function failures(list: JavaValue | undefined): unknown {
  if (list === null) return null;
  return listValues(list).map((failure) => {
    const fields = pick(failure as JavaObject, ['message', 'type', 'stackTrace', 'stdout', 'stderr']);
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
  });
}

function pick(from: JavaObject, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, text(from.get(name) ?? null)]));
}

/** As the controller's file has it: text, long ones by their hash. */
function text(value: JavaValue): string | null {
  if (value === null) return null;
  if (typeof value === 'number') return floatText(value);
  const written = (
    typeof value === 'string'
      ? value
      : JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? Number(each) : each))
  )
    .replaceAll(workspace, 'WORKSPACE')
    .replace(/columnNumber: \d+/, 'columnNumber: C');
  return written.length <= 400 ? written : `sha256 ${createHash('sha256').update(written).digest('hex')}`;
}

/** Float.toString for what occurs here. */
function floatText(value: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return Number.isInteger(short) ? `${short}.0` : String(short);
  }
  return String(value);
}

const SUITE_FIELDS = [
  ...['file', 'name', 'stdout', 'stderr', 'duration', 'startTime', 'timestamp', 'id', 'time', 'nodeId'],
];
const CASE_FIELDS = [
  ...['duration', 'startTime', 'className', 'testName', 'skipped', 'keepTestNames', 'skippedMessage'],
  ...['errorStackTrace', 'errorDetails', 'stdout', 'stderr'],
];
