import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Controller } from '../../tools/controller/controller.js';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import { AGENT_EXE, AGENT_JS, NODE, onDriveC, startWine } from './support/wine.js';
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

it('connects as the example of a service starts it', async () => {
  const controller = await Controller.start();
  onTestFinished(() => controller.close());
  const node = controller.addNode('windows-1', { webSocket: true });
  const folder = 'C:\\jenkins service';
  mkdirSync(onDriveC(folder), { recursive: true });
  onTestFinished(() => rmSync(onDriveC(folder), { recursive: true, force: true }));
  writeFileSync(join(onDriveC(folder), 'secret'), `${node.secret}\n`);
  const example = readFileSync(join(import.meta.dirname, '../../examples/windows/jenkins-agent.xml'), 'utf8');
  const line = /<arguments>(.*)<\/arguments>/.exec(example)?.[1] ?? '';
  const words = line
    .replaceAll('%BASE%', folder)
    .replace('https://jenkins.example/', controller.url)
    .match(/"[^"]*"|\S+/g);
  const agent = startWine([AGENT_EXE, ...(words ?? []).map((word) => word.replaceAll('"', '')), '-noReconnect']);
  onTestFinished(() => agent.kill());
  const computer = await node.whenOnline();
  expect(computer.protocol).toBe('WebSocket');
  await computer.close();
  expect(await agent.exited).toBe('exit code 0');
});
