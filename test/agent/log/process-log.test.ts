import { describe, expect, it } from 'vitest';
import { logProcesses } from '../../../src/agent/log/process-log.js';
import { EnvVars } from '../../../src/os/process/environment.js';
import { launch } from '../../../src/os/process/launch.js';
import type { Logger } from '../../../src/remoting/logger.js';

async function runOne(variables: Readonly<Record<string, string>>, fine: boolean): Promise<string[]> {
  const lines: string[] = [];
  const logger: Logger = {
    log: (level, _source, message) => lines.push(`${level} ${message.replace(/\d+(?= ms)/, 'N')}`),
    isLoggable: () => fine,
  };
  const end = logProcesses('a', logger);
  const environment = new EnvVars(Object.entries({ PATH: process.env['PATH'] ?? '', ...variables }));
  const started = await launch({
    command: [process.execPath, '-e', 'process.exit(3)', 'an argument'],
    environment,
    searchPath: undefined,
    workDir: null,
    stdin: 'empty',
    stdout: 'discard',
    stderr: 'merged',
  });
  await started.join();
  end();
  return lines.map((line) => line.replaceAll(String(started.pid), 'PID').replaceAll(process.execPath, 'node'));
}

describe('processes in the log', () => {
  it('are told by pid and program, without arguments, and by how they ended', async () => {
    const variables = { NODE_NAME: 'a', JOB_NAME: 'folder/job', BUILD_NUMBER: '12' };
    expect(await runOne(variables, true)).toEqual([
      'FINE Process PID started: node, for folder/job #12',
      'FINE Process PID ended with 3 after N ms',
    ]);
    expect(await runOne({}, true)).toHaveLength(2);
  });

  it('are not told where nobody reads it, nor those of another agent', async () => {
    expect(await runOne({ NODE_NAME: 'a' }, false)).toEqual([]);
    expect(await runOne({ NODE_NAME: 'b' }, true)).toEqual([]);
  });
});
