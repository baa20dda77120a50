/**
 * Every command of the documents is executed: here, in a shell, against a controller on loopback, with what the table below
 * puts in place of its addresses, names and files; or by what the table names. A command that nobody declares fails.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { VERSION } from '../../src/agent/version.js';
import { AgentProcess } from '../../tools/controller/agent-process.js';
import { Controller } from '../../tools/controller/controller.js';
import { buildExecutable } from '../support/executable.js';
import type { Executable } from '../support/executable.js';
import { Root } from '../support/root.js';
import { documentedCommands, PAGES } from './shell-commands.js';

const run = promisify(execFile);

let executable: Executable;
let bin: string;
beforeAll(async () => {
  executable = await buildExecutable();
  bin = join(dirname(dirname(executable.path)), 'path');
  await mkdir(bin);
  await writeFile(join(bin, 'agent'), `#!/bin/sh\nexec ${process.execPath} ${executable.path} "$@"\n`, { mode: 0o755 });
}, 60_000);
afterAll(() => executable.remove());

/** What a command has around it. */
interface Place {
  readonly controller: Controller;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** With what stands for the addresses, names and directories of the documents. */
  readonly substitute: (text: string) => string;
  readonly start: (command: string, env?: NodeJS.ProcessEnv) => AgentProcess;
}

const NAMES = ['NAME', 'linux-1', 'builder-1', 'docker-1', 'one', 'two'];

async function prepare(command: string): Promise<Place> {
  const controller = await Controller.start();
  onTestFinished(() => controller.close());
  const folder = await mkdtemp(join(tmpdir(), 'commands-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const webSocket = /-webSocket|--config/.test(command);
  const nodes = new Map(NAMES.map((name) => [name, controller.addNode(name, { webSocket })]));
  const named = NAMES.map((name) => (command.includes(name) ? nodes.get(name) : undefined)).find((node) => node);
  const { secret } = named ?? { secret: nodes.get('linux-1')?.secret };
  const substitute = (text: string) =>
    text
      .replace(/https:\/\/jenkins\.example(?:\.com)?\//g, controller.url)
      .replaceAll('/run/secrets/', `${folder}/`)
      .replace(/\/(?:home\/jenkins|var\/lib\/jenkins-agent|srv\/\w+)\b/g, join(folder, 'work'));
  for (const name of ['secret', 'secret-file']) await writeFile(join(folder, name), `${secret ?? ''}\n`);
  await writeFile(join(folder, 'builder-1'), `${nodes.get('builder-1')?.secret ?? ''}\n`);
  const [, config = ''] =
    /^```yaml\n(# agent\.yaml\n[\s\S]*?)^```$/m.exec(readFileSync('docs/operating.md', 'utf8')) ?? [];
  await writeFile(join(folder, 'agent.yaml'), substitute(config));
  const kept = Object.entries(process.env).filter(([name]) => !/proxy|JENKINS|REMOTING/i.test(name));
  const env = { ...Object.fromEntries(kept), HOME: folder, PATH: `${bin}:${process.env['PATH'] ?? ''}` };
  const start = (text: string, environment: NodeJS.ProcessEnv = env): AgentProcess => {
    const agent = AgentProcess.start('/bin/bash', ['-c', `cd ${folder} && exec ${substitute(text)}`], environment);
    onTestFinished(async () => {
      await agent.stop();
    });
    return agent;
  };
  return { controller, folder, env, substitute, start };
}

/** How a command is executed. */
type Way = (command: string, place: Place) => Promise<void>;

/** It is an agent that gets online. */
const connects: Way = async (command, { controller, start }) => {
  const name = NAMES.find((candidate) => new RegExp(`-name ${candidate}\\b`).test(command)) ?? 'builder-1';
  const agent = start(command);
  await agent.expect(
    'it was online',
    controller.agents.nodes.get(name)?.whenOnline() ?? Promise.reject(new Error(name)),
  );
  expect(agent.output).not.toMatch(/^(?:SEVERE|WARNING): (?!No Working Directory)/m);
};

/** It ends with 0, having said something. */
const says =
  (text: string | RegExp, behind = ''): Way =>
  async (command, { start }) => {
    const agent = start(`${command}${behind}`);
    expect(await agent.exited, agent.output).toBe('exit code 0');
    expect(agent.output).toMatch(text);
  };

/** It makes a node, and gets online as that. */
const makesItsNode: Way = async (command, { controller, start, folder }) => {
  controller.settings.users = new Map([['builder:token', 'marks']]);
  await writeFile(join(folder, 'token'), 'token\n');
  const before = new Set(controller.agents.nodes.keys());
  const agent = start(command);
  const others = () => [...controller.agents.nodes.values()].filter(({ name }) => !before.has(name));
  await agent.expect('it made a node', expect.poll(() => others().length, { timeout: 20_000 }).toBe(1));
  await agent.expect('it was online', others()[0]?.whenOnline() ?? Promise.reject(new Error('it is gone')));
};

const doctor: Way = says(/^ok +Jenkins/m, ' -url https://jenkins.example/');

const health: Way = async (command, { start }) => {
  const agent = start('agent -url https://jenkins.example/ -name linux-1 -secret @secret --health 0');
  await agent.expect('it listens', expect.poll(() => agent.output, { timeout: 20_000 }).toContain('Health at http'));
  const [, port = ''] = /Health at http:\/\/127\.0\.0\.1:(\d+)/.exec(agent.output) ?? [];
  const asked = start(`${command.replace(/ \d+$/, '')} ${port}`);
  expect(['exit code 0', 'exit code 1']).toContain(await asked.exited);
  expect(asked.output).toMatch(/^linux-1: /);
};

/** A shell of its own kind, and what it knows afterwards. */
const inShell =
  (program: string, before: string, after: string, output: RegExp): Way =>
  async (command, { folder, env }) => {
    await mkdir(join(folder, '.config/fish/completions'), { recursive: true });
    const options = program === 'bash' ? ['-c'] : program === 'zsh' ? ['-f', '-c'] : ['--no-config', '-c'];
    const script = `${before}\n${command}\n${after}`;
    expect((await run(program, [...options, script], { cwd: folder, env })).stdout).toMatch(output);
  };

/** Puts the package as npm makes it where a command looks for it, and has no registry for it. */
async function pack({ folder, env }: Place): Promise<{ cwd: string; env: NodeJS.ProcessEnv }> {
  const source = join(folder, 'source');
  await cp(dirname(dirname(executable.path)), source, { recursive: true });
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: source });
  return { cwd: folder, env: { ...env, npm_config_prefix: join(folder, 'prefix'), npm_config_offline: 'true' } };
}

const installsGlobally: Way = async (command, place) => {
  await run('/bin/sh', ['-c', command], await pack(place));
  for (const name of ['agent', 'jenkins-agent', 'jenkins-inbound-agent']) {
    expect((await run(join(place.folder, 'prefix/bin', name), ['-version'])).stdout).toBe(`${VERSION}\n`);
  }
};

const withNpx: Way = async (command, place) => {
  const { env } = await pack(place);
  // npx passes no signals on: the agent ends by itself.
  await connects(`${command} -noReconnect`, { ...place, start: (text) => place.start(text, env) });
  await (await place.controller.agents.nodes.get('linux-1')?.whenOnline())?.close();
};

/** What another test or the CI script executes. */
const executedBy =
  (file: string, by: string): Way =>
  () => {
    expect(readFileSync(file, 'utf8')).toContain(by);
    return Promise.resolve();
  };

/** What takes minutes or another machine, for a reason; what can be checked of it is. */
const cannotRun =
  (_reason: string, check: (command: string) => void | Promise<void>): Way =>
  async (command) =>
    check(command);

const isScript = (command: string): void => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  expect(Object.keys(scripts)).toContain(/^npm run (\S+)/.exec(command)?.[1]);
  const options = [...command.matchAll(/ --([a-z]+)/g)].map(([, option]) => option);
  for (const option of options) expect(readFileSync('bench/usage.ts', 'utf8')).toContain(`${option}: { type: '`);
};

/** As root of a system of its own, with the unit in its place. */
const onAMachine: Way = async (command) => {
  const root = await Root.over('/');
  onTestFinished(() => root.remove());
  await cp('examples/systemd/jenkins-agent.service', root.path('/etc/systemd/system/jenkins-agent.service'));
  await writeFile(root.path('/SECRET-FILE'), 's\n');
  await mkdir(root.path('/etc/jenkins-agent'), { recursive: true });
  if (command.startsWith('install')) await rm(root.path('/etc/jenkins-agent'), { recursive: true });
  // There is no systemd to start it there.
  await root.run(['/bin/sh', '-c', command.replace(' --now', '')], {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', SYSTEMD_OFFLINE: '1' },
  });
};

const CONTAINER: Way = executedBy('test/image/documented.image.ts', 'dockerRunCommands()');
const PACKED: Way = executedBy('test/binary/binary.test.ts', "'build-binary.mjs', '--into', folder");

/** By exact text. */
const DECLARED: Readonly<Record<string, Way>> = {
  'npm ci && npm run demo': executedBy('.ci/run', 'npm run --silent demo'),
  'npm ci && npm test': executedBy('.ci/run', 'npm test'),
  'npm run test:image': executedBy('.ci/run', 'npm run --silent test:image'),
  'npm run test:pod': cannotRun('takes minutes to build a kubelet', isScript),
  'docker stop': executedBy('test/image/end.image.ts', "podman('stop'"),
  'docker exec': executedBy('test/image/container.ts', "podman('exec'"),
  'npm ci': executedBy('.ci/run', 'npm ci'),
  'npm pack': executedBy('.ci/package-smoke', 'npm pack'),
  'npm ci --prefix tools/node/lines': executedBy('.ci/run', 'npm ci --prefix tools/node/lines'),
  'WITH_NODE=26 npm test': executedBy('.ci/run', 'WITH_NODE=$line npm test'),
  'npm run build': executedBy('.ci/run', 'npm run --silent build'),
  'npm run test:windows': cannotRun('takes minutes, and Wine', isScript),
  'npm run coverage:plugins': cannotRun('takes the lists of a controller', isScript),
  'npm run build:binary': PACKED,
  'npm run build:binary -- --into DIRECTORY': PACKED,
  'build/agent -version': executedBy('test/binary/binary.test.ts', "run(binary, ['-version']"),
  'npm run docs:callables': executedBy('test/docs/callables.test.ts', 'toMatchFileSnapshot'),
  'npm run herd -- --plot docs/herd.svg': cannotRun('is tested in test/tools/herd', () =>
    expect(existsSync('test/tools/herd/herd.test.ts')).toBe(true),
  ),
  'npm run sbom': executedBy('test/docs/security.test.ts', 'tools/sbom/main.mjs'),
  'npm run audit': cannotRun('asks a registry', isScript),
  'npm run bench': cannotRun('takes minutes', isScript),
  'npm run bench -- --against agent.jar': cannotRun('takes minutes, and the official agent', isScript),
  'npm run bench -- --against path/to/agent.jar': cannotRun('takes minutes, and the official agent', isScript),
  'npm run bench -- --git': cannotRun('takes minutes', isScript),
  'npm run bench -- --scale': cannotRun('takes minutes', isScript),
  [`npm install --global ./jenkins-inbound-agent-${VERSION}.tgz`]: installsGlobally,
  [`npx --yes ./jenkins-inbound-agent-${VERSION}.tgz -url https://jenkins.example/ -secret @secret-file -name linux-1 -webSocket`]:
    withNpx,
  'agent -url https://jenkins.example/ -secret @secret-file -name NAME -webSocket -workDir /home/jenkins': connects,
  'agent -url https://jenkins.example/ -secret @secret-file -name linux-1 -webSocket -workDir /var/lib/jenkins-agent':
    connects,
  'agent -url https://jenkins.example/ -webSocket -secret @secret-file -name linux-1': connects,
  'agent -url https://jenkins.example/ -secret @secret-file -name linux-1': connects,
  'agent --config agent.yaml': connects,
  'agent -version': says(/^\d/),
  'agent -version --verbose': says(/^Node/im),
  'kubectl drain': cannotRun('takes a cluster; what a pod does then is in test/image/end.image.ts', () =>
    expect(existsSync('test/image/end.image.ts')).toBe(true),
  ),
  'agent -help': says(/^Usage: agent/),
  'agent help': says(/^Usage: agent/),
  'agent version': says(/^\d/),
  'agent help doctor': says(/^Usage: agent doctor/),
  'agent help -workDir': says(/^Option:/),
  'agent swarm -url https://jenkins.example/ -username builder -password @token -fsroot /home/jenkins -labels "linux docker"':
    makesItsNode,
  'agent swarm': says(/^Usage: agent swarm/, ' -help'),
  'agent help swarm': says(/^Usage: agent swarm/),
  'agent doctor': doctor,
  'agent doctor -url https://jenkins.example.com/ -name builder-1 -secret @secret -webSocket':
    says(/^ok +Name, secret/m),
  'agent health': health,
  'agent -workDir DIR': executedBy('test/launchers/launchers.test.ts', 'exec ${agent} -workDir'),
  'agent health 8085': health,
  'agent completion': says(/complete -F _jenkins_agent/, ' bash'),
  'source <(agent completion bash)': inShell('bash', '', 'complete -p agent', /_jenkins_agent/),
  'agent completion zsh > "${fpath[1]}/_agent"': inShell('zsh', 'fpath=($PWD)', 'head -1 _agent', /^#compdef agent/),
  'agent completion fish > ~/.config/fish/completions/agent.fish': inShell(
    'fish',
    'set fish_complete_path ~/.config/fish/completions',
    "complete --do-complete 'agent -webS'",
    /-webSocketHeader/,
  ),
  'docker build --target debian --tag jenkins-inbound-agent .': executedBy('test/image/build', '--target "$target"'),
  'docker build --target alpine --tag jenkins-inbound-agent:alpine .': cannotRun(
    "Alpine's packages cannot be had here; its steps are read by a shell",
    executedByText('test/container/dockerfile.test.ts', 'runs what a shell can read'),
  ),
  'helm upgrade --install jenkins jenkins/jenkins --values examples/helm/values.yaml': cannotRun(
    'takes a cluster; the values are checked in test/container/examples.test.ts',
    () => expect(existsSync('examples/helm/values.yaml')).toBe(true),
  ),
  "agent { kubernetes { yamlFile 'pod.yaml' } }": cannotRun('is a part of a Jenkinsfile', () =>
    expect(existsSync('examples/kubernetes/pod.yaml')).toBe(true),
  ),
  'JENKINS_URL=https://jenkins.example/ JENKINS_AGENT_NAME=docker-1 docker compose up --detach': executedBy(
    'test/image/compose.image.ts',
    "compose('up', '--detach'",
  ),
  'useradd --system --home-dir /var/lib/jenkins-agent jenkins-agent': onAMachine,
  'install -D -m 600 SECRET-FILE /etc/jenkins-agent/secret': onAMachine,
  "printf 'JENKINS_URL=https://jenkins.example/\\nJENKINS_AGENT_NAME=linux-1\\n' > /etc/jenkins-agent/environment":
    onAMachine,
  'systemctl enable --now jenkins-agent': onAMachine,
};

function executedByText(file: string, by: string): () => void {
  return () => expect(readFileSync(file, 'utf8')).toContain(by);
}

const commands = documentedCommands();

describe('the documents', () => {
  it('have commands in shell blocks only', () => {
    for (const page of PAGES) expect(readFileSync(page, 'utf8'), page).not.toMatch(/^ {4}(?:agent|npm|npx|docker) /m);
  });

  it('have every command that is declared', () => {
    const texts = new Set(commands.map(({ text }) => text));
    expect(Object.keys(DECLARED).filter((text) => !texts.has(text))).toEqual([]);
  });
});

describe('a command of', () => {
  it.each(commands)(
    '$page: $text',
    async ({ text }) => {
      const way = text.startsWith('docker run ') ? CONTAINER : DECLARED[text];
      if (way === undefined) expect.fail(`nobody has declared how "${text}" is executed`);
      await way(text, await prepare(text));
    },
    120_000,
  );
});
