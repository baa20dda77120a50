/**
 * `npm run demo`: an embedded controller, the real executable connected to it once over TCP and once over WebSocket, a build on
 * each, and what that took. Exits 1 with the reason when anything is off.
 *
 *     --agent PATH   the executable to run instead of this project's
 *     --once         one connection only
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AgentProcess } from './agent-process.js';
import { Controller } from './controller.js';
import { runFreestyleBuild } from './freestyle.js';
import type { BuildReport } from './freestyle.js';
import { byDeadline } from '../../src/java/deadline.js';

const ONLINE_MS = 30_000;
const BUILD_MS = 60_000;
const EXIT_MS = 15_000;

const SCRIPT = `echo "on $NODE_NAME: $(uname -s), $(nproc) processors"
mkdir -p out/reports
for part in one two three; do
  echo "compiling $part"
  echo "object code of $part" > out/$part.o
  sleep 0.1
done
cat out/*.o > out/program
echo "3 passed" > out/reports/summary.txt
`;
const PROGRAM = 'object code of one\nobject code of three\nobject code of two\n';
const ARTIFACTS = ['out/program', 'out/reports/summary.txt'];

const { values: args } = parseArgs({
  options: { agent: { type: 'string' }, once: { type: 'boolean', default: false } },
});
const executable = args.agent ?? fileURLToPath(new URL('../bin/agent.js', import.meta.url));

try {
  await demonstrate();
} catch (error) {
  process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function demonstrate(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'agent-demo-'));
  const controller = await Controller.start();
  say(`An embedded controller listens on ${controller.url}, for TCP agents on port ${controller.tcpPort}.\n`);
  try {
    for (const webSocket of args.once ? [false] : [false, true]) await buildOn(controller, directory, webSocket);
  } finally {
    await controller.close();
    await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** One agent: start, connect, build, disconnect, exit. Rejects with whatever is not as it should be. */
async function buildOn(controller: Controller, directory: string, webSocket: boolean): Promise<void> {
  const name = webSocket ? 'websocket-agent' : 'tcp-agent';
  const workDir = join(directory, name);
  const node = controller.addNode(name, { workDir, webSocket });
  const command = ['-url', controller.url, '-name', name, '-secret', node.secret, '-workDir', workDir, '-noReconnect'];
  if (webSocket) command.push('-webSocket');
  say(`\n== ${name}: node ${executable} ${command.join(' ')}\n`);
  const agent = AgentProcess.start(process.execPath, [executable, ...command]);
  try {
    const computer = await agent.expect('it was online', node.whenOnline(ONLINE_MS));
    const onlineMs = performance.now() - agent.startedAt;
    const idle = agent.cost;
    say(`online: ${computer.protocol}, remoting ${computer.facts?.version}, ${computer.facts?.charset}\n\n`);
    const job = {
      name: 'demo',
      script: SCRIPT,
      workspace: join(workDir, 'workspace/demo'),
      artifacts: 'out/program, out/**/*.txt',
    };
    const build = runFreestyleBuild(computer, { ...job, env: { NODE_NAME: name } }, { console: (text) => say(text) });
    const late = () => new Error(`the build was not done after ${BUILD_MS / 1000} s`);
    checkReport(
      await agent.expect(
        'the build was done',
        byDeadline(BUILD_MS, late, () => build),
      ),
    );
    const doneMs = performance.now() - agent.startedAt;
    const done = agent.cost;
    say(`\nonline after ${onlineMs.toFixed(0)} ms, build done after ${doneMs.toFixed(0)} ms\n`);
    if (idle && done) {
      const cpu = `CPU ${idle.cpuMs.toFixed(0)} ms until online, ${done.cpuMs.toFixed(0)} ms until done`;
      say(`${cpu}; memory ${idle.residentMb.toFixed(0)} MB, at most ${done.peakMb.toFixed(0)} MB\n`);
    }
    await computer.close();
    const exit = await byDeadline(
      EXIT_MS,
      () => new Error('the agent did not end with its connection'),
      () => agent.exited,
    );
    if (exit !== 'exit code 0') throw new Error(`the agent ended with ${exit}`);
  } catch (error) {
    throw withOutput(error, agent);
  } finally {
    await agent.stop();
  }
}

/** What the build must have brought home. */
function checkReport({ result, artifacts, fingerprints }: BuildReport): void {
  if (result !== 'SUCCESS') throw new Error(`the build ended with ${result}`);
  const names = [...artifacts.keys()].sort();
  if (names.join() !== ARTIFACTS.join()) throw new Error(`the artifacts are ${names.join(', ') || 'missing'}`);
  if (artifacts.get('out/program')?.toString() !== PROGRAM) throw new Error('an artifact is not what the build made');
  const md5 = createHash('md5').update(PROGRAM).digest('hex');
  if (!fingerprints.some((print) => print.path === 'out/program' && print.md5 === md5)) {
    throw new Error('the fingerprint of an artifact is wrong');
  }
  say(`archived ${artifacts.size} artifacts, all as they should be\n`);
}

function withOutput(error: unknown, agent: AgentProcess): Error {
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('It said:')) return new Error(message, { cause: error });
  return new Error(`${message}\nThe agent said:\n${agent.output}`, { cause: error });
}

function say(text: string): void {
  process.stdout.write(text);
}
