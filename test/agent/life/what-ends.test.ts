import { afterEach, describe, expect, it } from 'vitest';
import { whatEnds, whatGoesOn } from '../../../src/agent/life/what-ends.js';
import { EnvVars } from '../../../src/os/process/environment.js';
import { forgetLaunched, rememberLaunched } from '../../../src/os/process/launched-processes.js';

let next = 2 ** 30;
const pids: number[] = [];
afterEach(() => {
  for (const pid of pids.splice(0)) forgetLaunched(pid);
});

function launched(variables: Readonly<Record<string, string>>): void {
  pids.push(++next);
  rememberLaunched(next, new EnvVars(Object.entries(variables)));
}

const build = (node: string, job: string, number: string) => ({ NODE_NAME: node, JOB_NAME: job, BUILD_NUMBER: number });

describe('what ends with a connection', () => {
  it('is nothing when nothing runs', async () => {
    expect(whatEnds('a')).toBeUndefined();
    expect(await whatGoesOn('no such agent')).toBeUndefined();
  });

  it('is told by builds, each with the number of its processes', () => {
    launched(build('a', 'folder/job', '12'));
    launched(build('a', 'folder/job', '12'));
    launched(build('b', 'other', '1'));
    launched({});
    expect(whatEnds('a')).toBe('folder/job #12 (2 processes), a process');
    expect(whatEnds()).toBe('folder/job #12 (2 processes), other #1, a process');
  });

  it('does not fill the log', () => {
    for (let number = 1; number <= 13; number++) launched(build('a', 'job', String(number)));
    expect(whatEnds('a')).toMatch(/^job #1, .*, job #10, 3 more$/);
  });
});
