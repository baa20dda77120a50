/** examples/compose/compose.yaml, with docker-compose on podman's socket. */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { addNode, build } from './container.js';
import { IMAGE, podman } from './podman.js';

const run = promisify(execFile);
const EXAMPLE = join(import.meta.dirname, '../../examples/compose/compose.yaml');

/** What is different here: the image has been built, and the controller is on this machine's loopback. */
const HERE = `services:
  agent:
    image: ${IMAGE}
    pull_policy: never
    network_mode: host
`;

it('connects and builds, and ends when it is taken down', async () => {
  const { controller, node } = await addNode('docker-1', true);
  const folder = await mkdtemp(join(tmpdir(), 'compose-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await copyFile(EXAMPLE, join(folder, 'compose.yaml'));
  await writeFile(join(folder, 'here.yaml'), HERE);
  await writeFile(join(folder, 'secret'), `${node.secret}\n`, { mode: 0o644 });

  const socket = await startService(folder);
  const own = { JENKINS_URL: controller.url, JENKINS_AGENT_NAME: node.name };
  const env = { ...process.env, ...own, DOCKER_HOST: `unix://${socket}` };
  const compose = (...words: string[]) =>
    run('docker-compose', ['-f', 'compose.yaml', '-f', 'here.yaml', ...words], { cwd: folder, env });
  onTestFinished(async () => {
    await compose('down', '--volumes');
  });
  await compose('up', '--detach', '--no-build');
  const computer = await node.whenOnline(40_000);
  const { result, console } = await build(computer, 'touch ~/x && echo "home $HOME"; touch /x || echo read-only');
  expect(result).toBe('SUCCESS');
  expect(console).toContain('\nhome /home/jenkins/agent\n');
  expect(console).toContain('\nread-only\n');
  const names = (await podman('ps', '--format={{.Names}}')).split('\n');
  const name = names.find((found) => found.startsWith('compose-')) ?? expect.fail(names.join());
  await podman('healthcheck', 'run', name);
  await compose('down');
  expect(await computer.gone).toMatchObject({ orderly: true });
});

/** Podman behind the interface of Docker's daemon, until the test ends. @returns its socket */
async function startService(folder: string): Promise<string> {
  const socket = join(folder, 'podman.sock');
  const service = spawn('podman', ['system', 'service', '--time=0', `unix://${socket}`], { stdio: 'ignore' });
  onTestFinished(() => void service.kill());
  await expect.poll(() => existsSync(socket), { timeout: 20_000 }).toBe(true);
  return socket;
}
