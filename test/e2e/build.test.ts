import { createHash } from 'node:crypto';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Controller } from '../../tools/controller/controller.js';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import { connectAgent, PROTOCOLS } from '../tools/controller/in-process-agent.js';

let controller: Controller;
let directory: string;

beforeEach(async () => {
  controller = await Controller.start();
  directory = await mkdtemp(join(tmpdir(), 'build-'));
});
afterEach(async () => {
  await controller.close();
  await rm(directory, { recursive: true, force: true });
});

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Waits for the name of a file that a script makes when it has come so far. */
const appears = (path: string) => expect.poll(() => exists(path), { timeout: 20_000 }).toBe(true);

describe.each(PROTOCOLS)('over %s', (protocol) => {
  async function online() {
    const node = controller.addNode('builder');
    const agent = await connectAgent(controller, protocol, node);
    return { agent, computer: await node.whenOnline() };
  }

  test('a build shows its console, archives its artifacts and takes their fingerprints', async () => {
    const { computer } = await online();
    let log = '';
    const script =
      'echo "hällo $WHO"; echo oops >&2; mkdir -p out/deep; printf content > out/deep/a.txt; touch out/empty; touch b';
    const job = { name: 'j', script, workspace: join(directory, 'new/ws'), artifacts: 'out/', env: { WHO: 'wörld' } };
    const report = await runFreestyleBuild(computer, job, { console: (text) => (log += text) });
    expect(report.result).toBe('SUCCESS');
    expect(log).toMatch(
      /^Building remotely on builder in workspace .*\/new\/ws\n\[ws\] \$ \/bin\/sh -xe \/.*jenkins\d+\.sh\n/,
    );
    expect(log).toContain('\nhällo wörld\n');
    expect(log).toContain('\noops\n');
    expect(log).toMatch(/Finished: SUCCESS\n$/);
    const files = [...report.artifacts].map(([name, content]) => [name, content.toString()]);
    expect(files.sort()).toEqual([
      ['out/deep/a.txt', 'content'],
      ['out/empty', ''],
    ]);
    const md5 = createHash('md5').update('content').digest('hex');
    expect(report.fingerprints).toContainEqual({ path: 'out/deep/a.txt', md5 });
  });

  test('a core that takes artifacts as a set gets one', async () => {
    controller.settings.artifactList = 'set';
    const { computer } = await online();
    const job = { name: 'j', script: 'echo x > a', workspace: directory, artifacts: '*' };
    expect([...(await runFreestyleBuild(computer, job)).artifacts.keys()]).toEqual(['a']);
    expect(computer.classLoader.calls).toContain('getResource hudson/tasks/ArtifactArchiver$ListFiles.class');
  });

  test('a failing script fails the build', async () => {
    const { computer } = await online();
    const job = { name: 'j', script: 'echo before; exit 7', workspace: directory };
    expect(await runFreestyleBuild(computer, job)).toMatchObject({ result: 'FAILURE', exitCode: 7 });
  });

  test('an aborted build ends its processes, those that it left behind included', async () => {
    const { computer } = await online();
    const abort = new AbortController();
    const script = 'sleep 300 & echo $! > child; sleep 300 & echo $! > started; wait';
    const job = { name: 'j', script, workspace: directory };
    const build = runFreestyleBuild(computer, job, { signal: abort.signal });
    await appears(join(directory, 'started'));
    abort.abort(new Error('enough'));
    expect(await build).toMatchObject({ result: 'ABORTED' });
    for (const name of ['child', 'started']) {
      const pid = Number(await readFile(join(directory, name), 'utf8'));
      await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
    }
  });

  test('a connection that is lost in the middle of a build fails the build, and the agent may come back', async () => {
    const { agent, computer } = await online();
    const job = { name: 'j', script: 'touch started; sleep 300', workspace: directory };
    const build = runFreestyleBuild(computer, job);
    const failed = expect(build).rejects.toThrow('channel is already closed');
    await appears(join(directory, 'started'));
    agent.cut();
    await failed;
    const node = controller.agents.nodes.get('builder');
    if (!node) throw new Error('no node');
    const { name, secret } = node;
    await connectAgent(controller, protocol, { name, secret, cookie: agent.cookie });
    const again = await node.whenOnline();
    expect(await runFreestyleBuild(again, { ...job, script: 'true' })).toMatchObject({ result: 'SUCCESS' });
  });
});

/** Whether a process runs; one that has ended and waits for its parent does not. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  return stat !== '' && !/\) [ZX] /.test(stat);
}
