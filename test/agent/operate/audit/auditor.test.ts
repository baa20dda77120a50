import { describe, expect, it } from 'vitest';
import { auditProcesses, auditRequests } from '../../../../src/agent/operate/audit/auditor.js';
import { JavaError } from '../../../../src/java/java-error.js';
import { EnvVars } from '../../../../src/os/process/environment.js';
import { tellEnded, tellStarted } from '../../../../src/os/process/launch-watch.js';
import { EXISTS } from '../../../../tools/controller/calls/file-path-classes.js';

function recorder() {
  const records: Record<string, unknown>[] = [];
  return { records, sink: { write: (line: string) => void records.push(JSON.parse(line) as Record<string, unknown>) } };
}

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;
const ms = expect.any(Number) as number;

describe('an audit of requests', () => {
  it.each([
    ['a value', { relayed: false, error: undefined }, { result: 'value' }],
    ['what somebody else answers', { relayed: true, error: undefined }, { result: 'relayed' }],
    [
      'an exception',
      { relayed: false, error: new JavaError('java.io.IOException', 'no such thing: topsecret') },
      { result: 'exception', exception: 'java.io.IOException', message: 'no such thing: ***' },
    ],
    [
      'a defect',
      { relayed: false, error: new TypeError('x'.repeat(1000)) },
      { result: 'exception', exception: 'TypeError', message: 'x'.repeat(500) },
    ],
  ])('tells of %s', (_, end, expected) => {
    const { records, sink } = recorder();
    const observer = auditRequests('a1', sink, (text) => text.replace('topsecret', '***'));
    observer.begin({ id: 7, subject: EXISTS.create({}), description: 'd' })({ ...end, received: 1, sent: 2 });
    const common = { time, agent: 'a1', kind: 'request', id: 7, class: 'hudson.FilePath$Exists', ms };
    expect(records).toEqual([{ ...common, received: 1, sent: 2, ...expected }]);
  });

  it("has the controller's own words for what cannot be read", () => {
    const { records, sink } = recorder();
    const observer = auditRequests('a1', sink, (text) => text);
    const end = observer.begin({ id: 7, subject: undefined, description: 'UserRequest:x' });
    end({ relayed: false, error: undefined, received: 0, sent: 0 });
    expect(records).toMatchObject([{ description: 'UserRequest:x' }]);
    expect(records[0]).not.toHaveProperty('class');
  });
});

describe('an audit of processes', () => {
  it('tells of those of its agent', () => {
    const { records, sink } = recorder();
    const end = auditProcesses('a1', sink);
    const build = (node: string) =>
      EnvVars.fromLines([`NODE_NAME=${node}`, 'JOB_NAME=app', 'BUILD_NUMBER=12', 'PASSWORD=s3cret']);
    for (const [pid, node] of [
      [1, 'a1'],
      [2, 'another'],
    ] as const) {
      tellStarted(pid, '/bin/sh', build(node));
      tellEnded(pid, 3, Date.now() - 10, build(node));
    }
    end();
    tellStarted(3, '/bin/sh', build('a1'));
    const expected = {
      time,
      agent: 'a1',
      kind: 'process',
      pid: 1,
      program: '/bin/sh',
      build: 'app #12',
      exitCode: 3,
      ms,
    };
    expect(records).toEqual([expected]);
  });
});
