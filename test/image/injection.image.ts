/** The agent in an image of others, as kubernetes-plugin copies it there. */
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DurableStep } from '../../tools/controller/calls/durable-step.js';
import type { Computer } from '../../tools/controller/computer.js';
import { build, Container, addNode, podEnvironment, startOnline } from './container.js';
import { ALWAYS, IMAGE, podman } from './podman.js';

const run = promisify(execFile);
const BUSYBOX = 'localhost/test-busybox';

/** PodTemplateBuilder of kubernetes-plugin, word for word. */
const INJECT = 'cp $(command -v jenkins-agent) /jenkins-agent/jenkins-agent;cp -R /usr/share/jenkins/. /jenkins-agent';

let volume: string;
beforeAll(async () => {
  volume = await mkdtemp(join(tmpdir(), 'jenkins-agent-'));
  await chmod(volume, 0o777);
  const mount = `--volume=${volume}:/jenkins-agent`;
  await podman('run', '--rm', ...ALWAYS, mount, '--entrypoint=/bin/sh', IMAGE, '-c', INJECT);
  await makeBusyboxImage();
}, 120_000);
afterAll(async () => {
  await rm(volume, { recursive: true, force: true });
});

/** An image that has nothing but a statically linked busybox, one of those that have no nohup. */
async function makeBusyboxImage(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'busybox-'));
  try {
    const busybox = (await run('which', ['busybox'])).stdout.trim();
    await mkdir(join(folder, 'bin'));
    await cp(busybox, join(folder, 'bin/busybox'), { dereference: true });
    const { stdout } = await run(busybox, ['--list']);
    for (const applet of stdout
      .trim()
      .split('\n')
      .filter((name) => !['busybox', 'nohup'].includes(name)))
      await run('ln', ['-s', 'busybox', join(folder, 'bin', applet)]);
    const container = (await run('buildah', ['from', 'scratch'])).stdout.trim();
    await run('buildah', ['copy', '--quiet', container, folder, '/']);
    await run('buildah', ['config', '--env', 'PATH=/bin', container]);
    await run('buildah', ['commit', '--quiet', '--rm', container, BUSYBOX]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const OPTIONS = [
  ...['--read-only', '--read-only-tmpfs=false', '--user=4711:4711', '--cap-drop=all'],
  ...['--tmpfs=/home/jenkins/agent:mode=777', '--tmpfs=/tmp:mode=1777', '--entrypoint=/jenkins-agent/jenkins-agent'],
];
const withAgent = () => [...OPTIONS, `--volume=${volume}:/jenkins-agent:ro`];

it.each([false, true])('runs where there is nothing but busybox (WebSocket: %s)', async (webSocket) => {
  const env: Parameters<typeof startOnline>[0] = {
    webSocket,
    image: BUSYBOX,
    options: withAgent(),
    env: (controller, node) => ({
      ...podEnvironment(controller, node),
      JENKINS_AGENT_FILE: '/jenkins-agent/agent.jar',
    }),
  };
  const { container, computer, node } = await startOnline(env);
  const { result, console } = await build(computer, 'id -u; ls /lib || busybox | head -1; cat /proc/1/comm');
  expect(result).toBe('SUCCESS');
  expect(console).toMatch(/\n4711\n[\s\S]*BusyBox[\s\S]*\ntini\n/);
  const { console: readable } = await build(computer, "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | tr '\\0' '\\n'");
  expect(readable).toContain('JENKINS_AGENT_NAME=pod-1');
  expect(readable).not.toContain(node.secret);
  await container.kill('TERM');
  expect(await computer.gone).toMatchObject({ orderly: true });
  expect(await container.process.exited).toBe('exit code 143');
});

/** A `sh` step of a Pipeline. @returns what it printed */
async function shStep({ channel }: Computer, script: string): Promise<string> {
  const step = await DurableStep.start(channel, { workspace: '/home/jenkins/agent/workspace/p', script });
  let log = '';
  const code = await step.poll(channel, { write: (bytes) => void (log += bytes.toString()), end: () => undefined });
  expect(code).toBe(0);
  return log;
}

it('names nohup where a step of a Pipeline cannot be started for want of it', async () => {
  const { computer } = await startOnline({ image: BUSYBOX, options: withAgent() });
  await expect(shStep(computer, 'id -u')).rejects.toThrow(
    'Cannot run program "nohup" (in directory "/home/jenkins/agent/workspace/p")',
  );
});

it('runs such steps with a nohup of two lines', async () => {
  await writeFile(join(volume, 'nohup'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  const options = [...withAgent(), '--env=PATH=/bin:/jenkins-agent'];
  const { computer } = await startOnline({ image: BUSYBOX, options });
  expect(await shStep(computer, 'id -u')).toBe('4711\n');
});

it('is asked for its version there by the names of Java', async () => {
  const { controller, node } = await addNode('unused');
  const options = [...withAgent(), '--entrypoint=/jenkins-agent/jenkins-agent'];
  const words = ['java', '-jar', '/jenkins-agent/agent.jar', '-version'];
  const container = Container.start(words, { image: BUSYBOX, options, env: podEnvironment(controller, node) });
  expect(await container.process.exited).toBe('exit code 0');
});
