/** examples/compose/compose.yaml, with podman-compose, which needs no daemon. */
import { execFile } from 'node:child_process';
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

  const env = { ...process.env, JENKINS_URL: controller.url, JENKINS_AGENT_NAME: node.name };
  const compose = (...words: string[]) =>
    run('podman-compose', ['-f', 'compose.yaml', '-f', 'here.yaml', ...words], { cwd: folder, env });
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
