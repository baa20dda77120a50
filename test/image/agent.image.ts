/** Agents in containers that build for an embedded controller. */
import { describe, expect, it } from 'vitest';
import { addNode, build, Container, podEnvironment, startOnline } from './container.js';
import { podman } from './podman.js';

const HARDENED = [
  ...['--read-only', '--read-only-tmpfs=false', '--tmpfs=/tmp'],
  ...['--cap-drop=all', '--security-opt=no-new-privileges'],
];

describe('a container with all that can be taken from it', () => {
  it.each([
    ['TCP', '1000:0'],
    ['TCP', '1000680000:0'],
    ['WebSocket', '1000:0'],
    ['WebSocket', '1000680000:0'],
  ])('builds over %s as %s, is healthy, and ends in an orderly way', async (way, user) => {
    const options = [...HARDENED, `--user=${user}`];
    const { container, computer } = await startOnline({ webSocket: way === 'WebSocket', options });
    const { result, console } = await build(
      computer,
      'id -u; touch /home/jenkins/x || echo read-only; cat /proc/1/comm; git init -q r && git -C r status | head -1',
    );
    expect(result).toBe('SUCCESS');
    for (const line of [user.replace(':0', ''), 'read-only', 'tini']) expect(console).toContain(`\n${line}\n`);
    expect(container.output).not.toMatch(/^(?:Warning|WARNING|Note)/m);
    await podman('healthcheck', 'run', container.name);
    await container.kill('TERM');
    expect(await computer.gone).toMatchObject({ orderly: true });
    expect(await container.process.exited).toBe('exit code 143');
  });
});

describe('a container', () => {
  it('is not healthy without a connection', async () => {
    const { controller, node } = await addNode('lonely');
    controller.settings.pageStatus = 503;
    const container = Container.start([], { env: podEnvironment(controller, node) });
    await expect.poll(() => container.output, { timeout: 30_000 }).toContain('before retry');
    await expect(podman('healthcheck', 'run', container.name)).rejects.toMatchObject({ code: 1 });
  });

  it('tells its state over HTTP where it shall', async () => {
    const { container } = await startOnline({ options: ['--env=JENKINS_AGENT_HEALTH=8374'] });
    await podman('healthcheck', 'run', container.name);
    await container.exec('curl', '-fsS', 'http://127.0.0.1:8374/livez');
  });

  it('leaves no dead processes of builds behind', async () => {
    const { container, computer } = await startOnline();
    await build(computer, 'export BUILD_ID=dontKillMe; (setsid sh -c "sleep 0.1" &)');
    await expect.poll(() => container.exec('ps', '-e', '-o', 'comm='), { timeout: 20_000 }).not.toContain('sleep');
    expect(await container.exec('ps', '-e', '-o', 'stat=')).not.toContain('Z');
  });

  it('starts below tini where its entrypoint is replaced', async () => {
    const { container } = await startOnline({ options: ['--entrypoint=/usr/local/bin/jenkins-agent'] });
    expect(await container.exec('cat', '/proc/1/comm')).toBe('tini\n');
  });

  it("takes Helm's positional words beside the environment without a word", async () => {
    const { container } = await startOnline({ words: (_controller, node) => [node.secret, node.name] });
    expect(container.output).not.toMatch(/warning/i);
  });

  it('gives NODE_OPTIONS to builds and takes none itself', async () => {
    const { computer } = await startOnline({ options: ['--env=NODE_OPTIONS=--no-such-option'] });
    expect((await build(computer, 'echo "<$NODE_OPTIONS>"')).console).toContain('\n<--no-such-option>\n');
  });

  it('stays within small limits', async () => {
    const options = ['--memory=128m', '--memory-swap=128m', '--cpus=0.5', '--pids-limit=64'];
    const { computer } = await startOnline({ options });
    const { result, console } = await build(computer, 'head -c 20000000 /dev/urandom | base64 >f; wc -c <f');
    expect(result).toBe('SUCCESS');
    expect(console).toMatch(/\n270175\d\d\n/);
  });
});
