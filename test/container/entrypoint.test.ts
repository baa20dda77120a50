import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AgentProcess } from '../../tools/controller/agent-process.js';
import { Controller } from '../../tools/controller/controller.js';
import type { Node } from '../../tools/controller/node.js';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import { agentEnvironment } from '../../src/agent/life/services.js';
import { OPTIONS } from '../../src/cli/option-table.js';
import type { OptionSpec } from '../../src/cli/option-spec.js';
import { VERSION } from '../../src/agent/version.js';
import { assembleImage } from './image.js';
import type { Image } from './image.js';

const run = promisify(execFile);
/** No Node is found with it. */
const PATH = '/usr/bin:/bin';
const SECRET = '0123456789abcdef'.repeat(4);

let image: Image;
let entrypoint: string;
beforeAll(async () => {
  image = await assembleImage();
  entrypoint = join(image.injected, 'jenkins-agent');
}, 120_000);
afterAll(() => image.remove());

interface Case {
  readonly controller: Controller;
  readonly node: Node;
  readonly workDir: string;
}

async function setUp({ webSocket = false, name = 'agent' } = {}): Promise<Case> {
  const controller = await Controller.start();
  onTestFinished(() => controller.close());
  const workDir = await mkdtemp(join(tmpdir(), 'entry point-'));
  onTestFinished(() => rm(workDir, { recursive: true, force: true }));
  return { controller, node: controller.addNode(name, { webSocket }), workDir };
}

function start(env: NodeJS.ProcessEnv, ...words: string[]): AgentProcess {
  const agent = AgentProcess.start(entrypoint, words, { PATH, ...env });
  onTestFinished(async () => {
    await agent.stop();
  });
  return agent;
}

/** What kubernetes-plugin puts into a pod. */
function podEnvironment({ controller, node, workDir }: Case): NodeJS.ProcessEnv {
  return {
    JENKINS_URL: controller.url,
    JENKINS_SECRET: node.secret,
    JENKINS_NAME: node.name,
    JENKINS_AGENT_NAME: node.name,
    JENKINS_AGENT_WORKDIR: workDir,
    JENKINS_AGENT_FILE: `${dirname(entrypoint)}/agent.jar`,
    REMOTING_OPTS: '-noReconnectAfter 1d',
    ...(node.webSocket ? { JENKINS_WEB_SOCKET: 'true' } : {}),
  };
}

async function finish(
  env: NodeJS.ProcessEnv,
  ...words: string[]
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const child = spawn(entrypoint, words, { env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

describe('with a controller', () => {
  it.each([
    ['TCP', false],
    ['WebSocket', true],
  ])('an injected agent of kubernetes-plugin builds over %s', async (_name, webSocket) => {
    const setting = await setUp({ webSocket, name: 'pod template-1' });
    const agent = start(podEnvironment(setting));
    const computer = await agent.expect('it was online', setting.node.whenOnline());
    const job = { name: 'j', workspace: join(setting.workDir, 'workspace'), script: 'echo x > y', artifacts: 'y' };
    const { result, artifacts } = await runFreestyleBuild(computer, job);
    expect([result, artifacts.get('y')?.toString()]).toEqual(['SUCCESS', 'x\n']);
    expect(agent.output).not.toMatch(/^(?:Warning|WARNING|Note)/m);
    expect(agent.output).not.toContain(setting.node.secret);
  });

  it('has its libraries from its own folder', async () => {
    const setting = await setUp();
    const agent = start(podEnvironment(setting));
    await agent.expect('it was online', setting.node.whenOnline());
    const maps = await readFile(`/proc/${agent.pid}/maps`, 'utf8');
    const code = new Set([...maps.matchAll(/r-xp .* (\/.*)$/gm)].map(([, path]) => path));
    expect([...code].filter((path) => path?.startsWith(join(image.injected, 'runtime')) !== true)).toEqual([]);
    expect(code.size).toBeGreaterThan(3);
  });

  it('keeps no secret where /proc shows it to builds, in a variable or in words', async () => {
    const setting = await setUp();
    const agent = start(podEnvironment(setting), setting.node.secret, setting.node.name);
    const computer = await agent.expect('it was online', setting.node.whenOnline());
    let console = '';
    const script = `tr '\\0' '\\n' </proc/${agent.pid}/environ; cat /proc/${agent.pid}/cmdline`;
    const job = { name: 'j', workspace: join(setting.workDir, 'workspace'), script };
    await runFreestyleBuild(computer, job, { console: (text) => (console += text) });
    expect(console).toContain(`\nJENKINS_AGENT_NAME=${setting.node.name}\n`);
    expect(console).not.toContain(setting.node.secret);
  });

  it('leaves to builds what Node and the loader would take for themselves', async () => {
    const setting = await setUp();
    const forBuilds = { NODE_OPTIONS: '--no-such-option', LD_PRELOAD: '' };
    const agent = start({ ...podEnvironment(setting), ...forBuilds });
    const computer = await agent.expect('it was online', setting.node.whenOnline());
    let console = '';
    const job = { name: 'j', workspace: join(setting.workDir, 'workspace'), script: 'env' };
    await runFreestyleBuild(computer, job, { console: (text) => (console += text) });
    expect(console).toContain('\nNODE_OPTIONS=--no-such-option\n');
    expect(console).not.toContain('JENKINS_AGENT_HANDED_OVER');
  });

  it("takes Helm's positional words beside the environment without a word", async () => {
    const setting = await setUp();
    const agent = start(podEnvironment(setting), setting.node.secret, setting.node.name);
    await agent.expect('it was online', setting.node.whenOnline());
    expect(agent.output).not.toMatch(/warning/i);
  });

  it('connects directly, as kubernetes-plugin has it', async () => {
    const setting = await setUp();
    const { headers } = await fetch(new URL('tcpSlaveAgentListener/', setting.controller.url));
    const agent = start({
      ...podEnvironment(setting),
      JENKINS_URL: '',
      JENKINS_DIRECT_CONNECTION: `127.0.0.1:${headers.get('X-Jenkins-JNLP-Port') ?? ''}`,
      JENKINS_PROTOCOLS: 'JNLP4-connect',
      JENKINS_INSTANCE_IDENTITY: headers.get('X-Instance-Identity') ?? '',
    });
    await agent.expect('it was online', setting.node.whenOnline());
  });

  it.each([
    ['docker-plugin', ({ controller, node }: Case) => ['-url', controller.url, node.secret, node.name]],
    [
      'azure-container-agents',
      ({ controller, node }: Case) => ['jenkins-agent', '-url', controller.url, node.secret, node.name],
    ],
    [
      'nomad',
      ({ controller, node }: Case) => [
        ...['java', '-cp', '/local/slave.jar', 'hudson.remoting.jnlp.Main', '-headless'],
        ...['-url', controller.url, node.secret, node.name],
      ],
    ],
  ])('takes the words of %s', async (_name, words) => {
    const setting = await setUp();
    const agent = start({}, ...words(setting));
    await agent.expect('it was online', setting.node.whenOnline());
    expect(agent.output).toContain('positional arguments is deprecated');
  });

  it('gives a secret of the environment to no build', async () => {
    const setting = await setUp();
    const agent = start(podEnvironment(setting));
    const computer = await agent.expect('it was online', setting.node.whenOnline());
    let console = '';
    const job = { name: 'j', workspace: join(setting.workDir, 'workspace'), script: 'env' };
    await runFreestyleBuild(computer, job, { console: (text) => (console += text) });
    expect(console).toContain(`JENKINS_AGENT_NAME=${setting.node.name}`);
    expect(console).not.toContain(setting.node.secret);
  });

  it('ends with 143 when its pod is deleted', async () => {
    const setting = await setUp();
    const agent = start(podEnvironment(setting));
    await agent.expect('it was online', setting.node.whenOnline());
    agent.kill('SIGTERM');
    expect(await agent.exited).toBe('exit code 143');
  });

  it('ends with 3 when the controller does not know it', async () => {
    const setting = await setUp();
    const env = { ...podEnvironment(setting), JENKINS_NAME: 'stranger', REMOTING_OPTS: '-noReconnect' };
    const { code, stderr } = await finish(env);
    expect(code).toBe(3);
    expect(stderr.split('\n').slice(-10).join('\n')).toContain('Unknown client name: stranger');
  });
});

describe('by itself', () => {
  it('shows its version and help', async () => {
    expect(await finish({}, '-version')).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
    expect(await finish({ JENKINS_URL: 'http://a/' }, '-help')).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    ['another agent', { JENKINS_SECRET: SECRET, JENKINS_AGENT_NAME: 'n1' }, ['other', 'n2'], 'give different names'],
    ['three words', {}, ['bash', '-c', 'echo hi'], '"-c" is not a valid option'],
    ['a bad variable', { JENKINS_URL: 'notaurl' }, [], 'JENKINS_URL: "notaurl" is not a valid value for "-url"'],
    ['Java', {}, ['java', '-version'], 'There is no Java here'],
  ])('refuses %s with 2', async (_name, env, words, message) => {
    const { code, stdout, stderr } = await finish(env, ...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const lines = stderr.trimEnd().split('\n');
    expect(lines[0]).toContain(message);
    // kubernetes-plugin shows the last 30 lines of a container that ended.
    expect(lines.length).toBeLessThan(30);
    expect(stderr).not.toContain(SECRET);
  });

  it('runs one word as a command, in its own place', async () => {
    const child = spawn(entrypoint, ['cat'], { env: { PATH }, stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stdin.write('x');
    await expect.poll(() => out).toBe('x');
    expect(await readFile(`/proc/${child.pid}/comm`, 'utf8')).toBe('cat\n');
    child.stdin.end();
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  it('runs a command with a path and words, and ends as it does', async () => {
    expect(await finish({}, '/bin/sh', '-c', 'echo hi; exit 5')).toEqual({ code: 5, stdout: 'hi\n', stderr: '' });
    expect(await finish({}, '/bin/sh', '-c', 'kill -9 $$')).toMatchObject({ code: 137 });
    expect(await finish({}, '/no/such', 'x')).toEqual({ code: 127, stdout: '', stderr: '/no/such: not found\n' });
  });

  it('passes signals on to a command', async () => {
    const script = 'trap "echo got it; exit 7" TERM; echo ready; while :; do sleep 0.1; done';
    const child = spawn(entrypoint, ['/bin/sh', '-c', script], { env: { PATH }, stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    await expect.poll(() => out, { timeout: 20_000 }).toBe('ready\n');
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([7, null]);
    expect(out).toBe('ready\ngot it\n');
  });

  it('stands in for a java that is asked for the agent', async () => {
    const env = { PATH: `${image.injected}:${PATH}` };
    const java = join(image.injected, 'compat/java');
    expect(await run(java, ['-Xmx64m', '-jar', 'remoting.jar', '-version'], { env })).toEqual({
      stdout: `${VERSION}\n`,
      stderr: 'Note: this agent runs without Java; options for Java have no effect: -Xmx64m\n',
    });
    await expect(run(java, [], { env })).rejects.toMatchObject({ code: 2 });
    await expect(run(java, ['-version'], { env })).rejects.toMatchObject({ code: 2 });
  });
});

describe('beside tini', () => {
  it.each([
    ['an agent', ['-name', 'a b'], (home: string) => `--|${home}/runtime/loader|--library-path|`],
    ['a command', ['pwd'], () => '--|pwd|'],
  ])('starts %s below it when it is process 1', async (_what, words, expected) => {
    const script = await readFile(join(image.bin, 'jenkins-agent'), 'utf8');
    const folder = await mkdtemp(join(tmpdir(), 'tini-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await mkdir(join(folder, 'runtime'));
    // It is process 1 here by what the script asks about itself, and tini one that tells its words.
    const [file, tini] = [join(folder, 'jenkins-agent'), join(folder, 'runtime/tini')];
    await writeFile(file, script.replace('$$', '1'), { mode: 0o755 });
    await writeFile(tini, '#!/bin/sh\nprintf "%s|" "$@"\n', { mode: 0o755 });
    await copyFile(tini, join(folder, 'runtime/loader'));
    await chmod(tini, 0o755);
    const { stdout } = await run(file, words, { env: { PATH, JENKINS_SECRET: SECRET } });
    expect(stdout).toMatch(new RegExp(`^${expected(folder).replaceAll(/[|/]/g, '\\$&')}`));
    expect(stdout).not.toContain('a b');
  });
});

describe('the variables that only the agent may see', () => {
  it('are those that builds do not get, and those that builds alone should have', async () => {
    const script = await readFile(join(image.bin, 'jenkins-agent'), 'utf8');
    const names = [...script.matchAll(/^private=['"](?:\$private )?([^'"]*)['"]$/gm)].flatMap(([, list = '']) =>
      list.split(' '),
    );
    const kept = names.filter((name) => !Object.hasOwn(agentEnvironment({ [name]: 'x' }), name));
    const specs: readonly OptionSpec[] = OPTIONS;
    const secrets = specs.filter(({ secret }) => secret).flatMap(({ environment = [] }) => environment);
    expect(kept).toEqual(expect.arrayContaining(secrets));
    expect(names.filter((name) => !kept.includes(name))).toEqual(['NODE_OPTIONS', 'LD_PRELOAD']);
  });
});
