import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AgentProcess } from '../../tools/controller/agent-process.js';
import { Controller } from '../../tools/controller/controller.js';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import { VERSION } from '../../src/agent/version.js';
import { PROTOCOLS } from '../tools/controller/in-process-agent.js';

const run = promisify(execFile);

let folder: string;
let binary: string;
/** No Node is found with it, and nothing else of ours. */
const ENVIRONMENT = { PATH: '/usr/bin:/bin', HOME: '/nonexistent' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'binary-test-'));
  await run(process.execPath, ['build-binary.mjs', '--into', folder], { cwd: join(import.meta.dirname, '../..') });
  binary = join(folder, 'agent');
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the binary', () => {
  it('is one file, of the size that the documents tell', async () => {
    expect(await readdir(folder)).toEqual(['agent']);
    const { size, mode } = await stat(binary);
    expect(mode & 0o111).toBe(0o111);
    expect(size).toBeLessThan(160e6);
  });

  it('shows version and help', async () => {
    expect(await run(binary, ['-version'], { env: ENVIRONMENT })).toEqual({ stdout: `${VERSION}\n`, stderr: '' });
    const { stdout, stderr } = await run(binary, ['-help'], { env: ENVIRONMENT });
    expect(stdout).toMatch(/^Usage: agent -url URL/);
    expect(stderr).toBe('');
  });

  it('is the entrypoint under the name of that', async () => {
    const link = join(folder, 'jenkins-agent');
    await symlink('agent', link);
    onTestFinished(() => rm(link));
    expect((await run(link, ['pwd'], { cwd: folder, env: ENVIRONMENT })).stdout).toBe(`${folder}\n`);
    await expect(run(binary, ['pwd'], { env: ENVIRONMENT })).rejects.toMatchObject({ code: 2 });
  });

  it.each(PROTOCOLS)('runs a build, sends its artifacts and ends with its connection, over %s', async (protocol) => {
    const webSocket = protocol === 'webSocket';
    const controller = await Controller.start();
    onTestFinished(() => controller.close());
    const node = controller.addNode('binary', { webSocket });
    const workDir = await mkdtemp(join(tmpdir(), 'binary-work-'));
    onTestFinished(() => rm(workDir, { recursive: true, force: true }));
    const words = ['-url', controller.url, '-name', node.name, '-secret', node.secret, '-workDir', workDir];
    const agent = AgentProcess.start(
      binary,
      [...words, ...(webSocket ? ['-webSocket'] : []), '-noReconnect'],
      ENVIRONMENT,
    );
    onTestFinished(() => agent.stop().then(() => undefined));
    const computer = await agent.expect('it was online', node.whenOnline());
    const workspace = join(workDir, 'workspace');
    const script = 'mkdir out; for i in 1 2 3; do echo $i > out/$i; done; echo done';
    const report = await runFreestyleBuild(computer, { name: 'j', script, workspace, artifacts: 'out/**' });
    expect(report.result).toBe('SUCCESS');
    expect([...report.artifacts.keys()].sort()).toEqual(['out/1', 'out/2', 'out/3']);
    await computer.close();
    expect(await agent.exited).toBe('exit code 0');
  });

  it('leaves NODE_OPTIONS to builds, also those that no Node would take', async () => {
    const controller = await Controller.start();
    onTestFinished(() => controller.close());
    const node = controller.addNode('binary');
    const workDir = await mkdtemp(join(tmpdir(), 'binary-work-'));
    onTestFinished(() => rm(workDir, { recursive: true, force: true }));
    const words = ['-url', controller.url, '-name', node.name, '-secret', node.secret, '-workDir', workDir];
    const agent = AgentProcess.start(binary, words, { ...ENVIRONMENT, NODE_OPTIONS: '--no-such-option' });
    onTestFinished(() => agent.stop().then(() => undefined));
    const computer = await agent.expect('it was online', node.whenOnline());
    const script = 'test "$NODE_OPTIONS" = --no-such-option';
    const report = await runFreestyleBuild(computer, { name: 'j', script, workspace: join(workDir, 'workspace') });
    expect(report.result).toBe('SUCCESS');
  });
});
