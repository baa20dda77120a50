import { describe, expect, it } from 'vitest';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import { AGENT_EXE, AGENT_JS, NODE } from './support/wine.js';
import { WineAgent } from './support/wine-agent.js';

const SCRIPT = `@echo off
echo on %NODE_NAME%
mkdir out\\reports
for %%p in (one two three) do echo object code of %%p> out\\%%p.o
copy /b out\\one.o+out\\two.o out\\program > nul
echo 3 passed> out\\reports\\summary.txt
echo this is an error 1>&2
`;

describe.each([
  ['the package', [NODE, AGENT_JS]],
  ['agent.exe', [AGENT_EXE]],
])('%s', (_name, program) => {
  it.each([false, true])('runs a build with a batch step; by WebSocket: %s', async (webSocket) => {
    const agent = await WineAgent.start({ webSocket, program });
    expect(agent.computer.protocol).toBe(webSocket ? 'WebSocket' : 'JNLP4-connect');
    let console = '';
    const workspace = `${agent.workDir}\\workspace\\demo`;
    const job = {
      name: 'demo',
      script: SCRIPT,
      shell: 'batch',
      workspace,
      artifacts: 'out/program, out/**/*.txt',
    } as const;
    const report = await runFreestyleBuild(
      agent.computer,
      { ...job, env: { NODE_NAME: 'windows' } },
      { console: (text) => (console += text) },
    );
    expect(report.result).toBe('SUCCESS');
    expect(console).toContain('on windows\r\n');
    expect(console).toContain('this is an error');
    expect([...report.artifacts].map(([name, bytes]) => [name, bytes.toString()])).toEqual([
      ['out/program', 'object code of one\r\nobject code of two\r\n'],
      ['out/reports/summary.txt', '3 passed\r\n'],
    ]);
    expect(await agent.stop()).toBe('exit code 0');
  });

  it('reports the exit code of a script', async () => {
    const agent = await WineAgent.start({ program });
    const job = { name: 'fails', script: 'exit /b 42', shell: 'batch', workspace: `${agent.workDir}\\ws` } as const;
    expect(await runFreestyleBuild(agent.computer, job)).toMatchObject({ result: 'FAILURE', exitCode: 42 });
  });
});
