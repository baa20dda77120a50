/**
 * The Debian image for real: the Dockerfile's steps carried out in a root of its own, then what it starts, as its user and with
 * a root that cannot be written to, against a controller on loopback.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { VERSION } from '../../src/cli/version.js';
import { Controller } from '../../tools/controller/controller.js';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import type { Computer } from '../../tools/controller/computer.js';
import type { Node } from '../../tools/controller/node.js';
import { documentedCommands } from '../docs/shell-commands.js';
import { buildStage } from './carry-out.js';
import type { BuiltImage } from './carry-out.js';
import { Root } from './root.js';
import { Container } from './start-container.js';
import type { ContainerOptions } from './start-container.js';

const run = promisify(execFile);
const SECRET = '0123456789abcdef'.repeat(4);
/** A user that nobody knows, as OpenShift takes it. */
const STRANGER = '1000680000:0';

let image: BuiltImage;
let built: BuiltImage | undefined;
beforeAll(async () => {
  image = built = await buildStage('debian');
}, 600_000);
afterAll(() => built?.root.remove());

function start(words: readonly string[], options?: ContainerOptions, from = image): Container {
  const container = Container.start(from, words, options);
  onTestFinished(() => container.process.kill('SIGKILL'));
  return container;
}

async function finish(words: readonly string[], options?: ContainerOptions): Promise<{ how: string; output: string }> {
  const { process } = start(words, options);
  return { how: await process.exited, output: process.output };
}

async function addNode(name: string, webSocket = false): Promise<{ controller: Controller; node: Node }> {
  const controller = await Controller.start();
  onTestFinished(() => controller.close());
  return { controller, node: controller.addNode(name, { webSocket }) };
}

/** What kubernetes-plugin puts into a pod. */
function podEnvironment(controller: Controller, node: Node): Record<string, string> {
  return {
    JENKINS_URL: controller.url,
    JENKINS_SECRET: node.secret,
    JENKINS_NAME: node.name,
    JENKINS_AGENT_NAME: node.name,
    JENKINS_AGENT_WORKDIR: '/home/jenkins/agent',
    REMOTING_OPTS: '-noReconnectAfter 1d',
    ...(node.webSocket ? { JENKINS_WEB_SOCKET: 'true' } : {}),
  };
}

async function build(computer: Computer, script: string): Promise<{ result: string; console: string }> {
  let console = '';
  const job = { name: 'j', workspace: '/home/jenkins/agent/workspace/j', script };
  const { result } = await runFreestyleBuild(computer, job, { console: (text) => (console += text) });
  return { result, console };
}

describe('the image', () => {
  it.each([
    ['bash', '--version'],
    ['curl', '--version'],
    ['git', '--version'],
    ['git-lfs', '--version'],
    ['less', '--version'],
    ['ssh', '-V'],
    ['patch', '--version'],
    ['ps', '--version'],
    ['fc-list', '--version'],
    ['jenkins-agent', '-version'],
    ['jenkins-slave', '-version'],
    ['/usr/share/jenkins/compat/java', '-jar', 'agent.jar', '-version'],
  ])('has %s', async (...entrypoint) => {
    expect(await finish([], { entrypoint })).toMatchObject({ how: 'exit code 0' });
  });

  it('has git-lfs for everybody, time zones, protocols, certificates', async () => {
    const script =
      'git config --system filter.lfs.process && TZ=Asia/Tokyo date +%Z && getent services https && ls /etc/ssl/certs/ca-certificates.crt';
    const { how, output } = await finish([], { entrypoint: ['/bin/sh', '-c', script] });
    expect(how).toBe('exit code 0');
    expect(output).toMatch(/^git-lfs filter-process\nJST\nhttps +443\/tcp.*\n\/etc/);
  });

  it('keeps to itself what is its own, and its home is for group 0', async () => {
    const script =
      'find /usr/share/jenkins /usr/local/bin -writable; cd /home/jenkins && touch x agent/x && rm x agent/x && id -u';
    for (const user of ['1000:0', STRANGER]) {
      const result = await finish([], { entrypoint: ['/bin/sh', '-c', script], user });
      expect(result).toEqual({ how: 'exit code 0', output: `${user.replace(':0', '')}\n` });
    }
  });

  it('says what it is', () => {
    expect(image.config).toMatchObject({
      user: '1000:0',
      labels: {
        'org.opencontainers.image.version': VERSION,
        'org.opencontainers.image.licenses': 'MIT',
        'org.opencontainers.image.base.name': 'docker.io/library/debian:trixie-slim',
      },
    });
  });
});

describe('a container', () => {
  it.each([
    ['TCP', false, '1000:0'],
    ['WebSocket', true, STRANGER],
  ])(
    'builds over %s with a root that is read-only, is healthy, and ends in an orderly way',
    async (_way, webSocket, user) => {
      const { controller, node } = await addNode('pod-1', webSocket);
      const container = start([], { env: podEnvironment(controller, node), readOnly: true, user });
      const { process } = container;
      const computer = await process.expect('it was online', node.whenOnline());
      const { result, console } = await build(
        computer,
        'id -u; touch /home/jenkins/x || echo read-only; cat /proc/1/comm',
      );
      expect(result).toBe('SUCCESS');
      expect(console).toContain(`${user.replace(':0', '')}\n`);
      expect(console).toContain('read-only\n');
      expect(console).toContain('tini\n');
      expect(process.output).not.toMatch(/^(?:Warning|WARNING|Note)/m);
      expect(await container.exec(...image.config.healthCheck)).toBe('');
      await container.kill('SIGTERM');
      expect(await computer.gone).toMatchObject({ orderly: true });
      expect(await process.exited).toBe('exit code 143');
    },
  );

  it('is not healthy without a connection', async () => {
    const { controller, node } = await addNode('lonely');
    controller.settings.pageStatus = 503;
    const container = start([], { env: podEnvironment(controller, node) });
    await expect.poll(() => container.process.output, { timeout: 30_000 }).toContain('before retry');
    await expect(container.exec(...image.config.healthCheck)).rejects.toMatchObject({
      code: 1,
      stdout: 'not connected\n',
    });
  });

  it('leaves no dead processes of builds behind', async () => {
    const { controller, node } = await addNode('pod-1');
    const container = start([], { env: podEnvironment(controller, node) });
    const computer = await container.process.expect('it was online', node.whenOnline());
    await build(computer, 'export BUILD_ID=dontKillMe; (setsid sh -c "sleep 0.1" &)');
    await expect.poll(() => container.exec('ps', '-e', '-o', 'comm='), { timeout: 20_000 }).not.toContain('sleep');
    expect(await container.exec('ps', '-e', '-o', 'stat=')).not.toContain('Z');
  });

  it('starts below tini where its entrypoint is replaced', async () => {
    const { controller, node } = await addNode('pod-1');
    const options = { env: podEnvironment(controller, node), entrypoint: ['/usr/local/bin/jenkins-agent'] };
    const container = start([], options);
    await container.process.expect('it was online', node.whenOnline());
    expect(await container.exec('cat', '/proc/1/comm')).toBe('tini\n');
  });
});

describe('the words of the entrypoint', () => {
  it.each<[string, Record<string, string>, string[], string, RegExp]>([
    ['one word is a command', {}, ['pwd'], 'exit code 0', /^\/home\/jenkins\n$/],
    ['a path with words is one', {}, ['/bin/bash', '-c', 'echo hi; exit 5'], 'exit code 5', /^hi\n$/],
    ['an option is the agent’s', {}, ['-version'], 'exit code 0', new RegExp(`^${VERSION.replaceAll('.', '\\.')}\n$`)],
    ['three words are the agent’s', {}, ['bash', '-c', 'echo hi'], 'exit code 2', /^"-c" is not a valid option/],
    ['no command of that name', {}, ['no-such-command'], 'exit code 127', /no-such-command/],
    [
      'names that differ',
      { JENKINS_URL: 'http://c', JENKINS_SECRET: SECRET, JENKINS_AGENT_NAME: 'n1' },
      [SECRET, 'n2'],
      'exit code 2',
      /give different names/,
    ],
    ['a Java that there is not', {}, ['java', '-version'], 'exit code 2', /There is no Java here/],
  ])('%s', async (_what, env, words, how, output) => {
    const result = await finish(words, { env, readOnly: true });
    expect(result.how).toBe(how);
    expect(result.output).toMatch(output);
    expect(result.output).not.toContain(SECRET);
  });

  it('Helm’s positional ones repeat the environment without a warning', async () => {
    const { controller, node } = await addNode('helm-1');
    const container = start([node.secret, node.name], { env: podEnvironment(controller, node) });
    await container.process.expect('it was online', node.whenOnline());
    expect(container.process.output).not.toMatch(/warning/i);
  });
});

describe('the commands of docs/containers.md', () => {
  it.each(dockerRunCommands())('%s', async (_text, { env, readOnly, words }) => {
    const { controller, node } = await addNode('docker-1', words.includes('-webSocket'));
    const own = (text: string) =>
      text.replace('https://jenkins.example/', controller.url).replace(/^SECRET$/, node.secret);
    const given = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, own(value)]));
    const { process } = start(words.map(own), { env: given, readOnly });
    if (words.length === 1) expect(await process.exited).toBe('exit code 0');
    else await process.expect('it was online', node.whenOnline());
  });
});

/** `docker run [options] jenkins-inbound-agent words`. */
function dockerRunCommands(): [string, { env: Record<string, string>; readOnly: boolean; words: string[] }][] {
  const texts = documentedCommands().map(({ text }) => text);
  return texts
    .filter((text) => text.startsWith('docker run '))
    .map((text) => {
      const all = text.split(' ');
      const at = all.indexOf('jenkins-inbound-agent');
      const variables = all.slice(0, at).filter((_word, index) => all[index - 1] === '-e');
      const env = Object.fromEntries(variables.map((variable) => variable.split('=', 2) as [string, string]));
      return [text, { env, readOnly: all.includes('--read-only'), words: all.slice(at + 1) }];
    });
}

describe('injected by kubernetes-plugin', () => {
  it('runs in an image that has nothing but busybox', async () => {
    const volume = image.root.path('/jenkins-agent');
    await mkdir(volume, { mode: 0o777 });
    await run('chmod', ['777', volume]);
    // PodTemplateBuilder of kubernetes-plugin, word for word.
    const inject =
      'cp $(command -v jenkins-agent) /jenkins-agent/jenkins-agent; cp -R /usr/share/jenkins/. /jenkins-agent';
    expect(await finish([], { entrypoint: ['/bin/sh', '-c', inject] })).toEqual({ how: 'exit code 0', output: '' });

    const other = await busyboxImage(volume);
    const { controller, node } = await addNode('injected');
    const env = { ...podEnvironment(controller, node), JENKINS_AGENT_FILE: '/jenkins-agent/agent.jar' };
    const container = start([], { env, readOnly: true, user: '4711:4711' }, other);
    const computer = await container.process.expect('it was online', node.whenOnline());
    expect(await build(computer, 'ls /lib /lib64 || busybox | head -1')).toMatchObject({
      result: 'SUCCESS',
      console: expect.stringContaining('BusyBox') as string,
    });
    // Alpine's image has no other tools for it either.
    expect(await container.exec('/bin/jenkins-agent-health')).toBe('');
    await container.kill('SIGTERM');
    expect(await container.process.exited).toBe('exit code 143');
  });

  async function busyboxImage(agent: string): Promise<BuiltImage> {
    const base = await mkdtemp(join(tmpdir(), 'busybox-'));
    onTestFinished(() => rm(base, { recursive: true, force: true }));
    await mkdir(join(base, 'bin'));
    await mkdir(join(base, 'home/jenkins/agent'), { recursive: true });
    await run('chmod', ['777', join(base, 'home/jenkins/agent')]);
    const busybox = (await run('which', ['busybox'])).stdout.trim();
    expect((await stat(busybox)).isFile()).toBe(true);
    await cp(busybox, join(base, 'bin/busybox'), { dereference: true });
    await run(busybox, ['--install', '-s', join(base, 'bin')]);
    await run('find', [join(base, 'bin'), '-type', 'l', '-exec', 'ln', '-sfn', 'busybox', '{}', ';']);
    await cp(image.root.path('/usr/local/bin/jenkins-agent-health'), join(base, 'bin/jenkins-agent-health'));
    await cp(agent, join(base, 'jenkins-agent'), { recursive: true, verbatimSymlinks: true });
    const root = await Root.over(base);
    onTestFinished(() => root.remove());
    const env = { PATH: '/bin', HOME: '/home/jenkins/agent' };
    const entrypoint = ['/jenkins-agent/jenkins-agent'];
    return { root, config: { ...image.config, env, entrypoint, volumes: ['/home/jenkins/agent'] } };
  }
});
