import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SaxesParser } from 'saxes';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { readCommandLine } from '../../src/cli/command-line.js';
import { readEnvironment } from '../../src/cli/environment.js';
import { AgentProcess } from '../../tools/controller/agent-process.js';
import { Controller } from '../../tools/controller/controller.js';
import { VERSION } from '../../src/agent/version.js';
import { buildExecutable } from '../support/executable.js';
import { parseStages } from './dockerfile.js';

const PROJECT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');
const IMAGE = 'jenkins-inbound-agent';
const readFile = (path: string) => (path.startsWith('/run/secrets/') ? 'secret\n' : undefined);

interface Pod {
  spec: {
    securityContext: Record<string, unknown>;
    containers: {
      name: string;
      image: string;
      env: { name: string; value: string }[];
      livenessProbe: { exec: { command: string[] } };
      securityContext: Record<string, unknown>;
      volumeMounts: { name: string; mountPath: string }[];
    }[];
    volumes: { name: string }[];
  };
}

describe('the pod template', () => {
  const { spec } = parse(read('examples/kubernetes/pod.yaml')) as Pod;
  const [container] = spec.containers;

  it('has the container that the plugin looks for', () => {
    expect(spec.containers.map(({ name, image }) => [name, image])).toEqual([
      ['jnlp', `registry.example/${IMAGE}:${VERSION}`],
    ]);
    expect(container).not.toHaveProperty('command');
    expect(container).not.toHaveProperty('args');
  });

  it('fits the restricted security standard, with a root that is read-only', () => {
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container?.volumeMounts.map(({ name }) => name)).toEqual(spec.volumes.map(({ name }) => name));
    expect(container?.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(['/tmp']);
  });

  it('probes where it tells its state', () => {
    const port = container?.env.find(({ name }) => name === 'JENKINS_AGENT_HEALTH')?.value ?? '';
    expect(container?.livenessProbe.exec.command.at(-1)).toBe(`http://127.0.0.1:${port}/livez`);
  });
});

describe('the Jenkinsfile', () => {
  it('injects the agent into a container that it has', () => {
    const text = read('examples/kubernetes/Jenkinsfile');
    const [, name = ''] = /agentContainer: '(\w+)'/.exec(text) ?? [];
    const [, yaml = ''] = /yaml: '''\n([\s\S]*?)'''/.exec(text) ?? [];
    expect(text).toContain('agentInjection: true');
    expect((parse(yaml) as Pod).spec.containers.map((container) => container.name)).toEqual([name]);
  });
});

describe('the Helm values', () => {
  it('name the image and leave the arguments of the chart alone', () => {
    const { agent } = parse(read('examples/helm/values.yaml')) as {
      agent: {
        image: unknown;
        websocket: unknown;
        envVars: { name: string; value: string }[];
        livenessProbe: { execArgs: string; successThreshold: unknown };
      };
    };
    expect(agent.image).toEqual({ repository: `registry.example/${IMAGE}`, tag: VERSION });
    // The only one that Kubernetes takes for a liveness probe; the chart renders it empty without.
    expect(agent.livenessProbe.successThreshold).toBe(1);
    expect(agent).not.toHaveProperty('args');
    expect(agent).not.toHaveProperty('command');
    expect(agent.livenessProbe.execArgs).toBe(`curl -fsS http://127.0.0.1:${agent.envVars[0]?.value ?? ''}/livez`);
  });
});

describe('the compose file', () => {
  const { services, secrets } = parse(read('examples/compose/compose.yaml')) as {
    services: { agent: { build: { context: string; target: string }; environment: Record<string, string> } };
    secrets: Record<string, unknown>;
  };
  const { build, environment } = services.agent;

  it('builds a stage of the Dockerfile', () => {
    expect(join('examples/compose', build.context)).toBe('.');
    expect(parseStages(read('Dockerfile')).map(({ name }) => name)).toContain(build.target);
  });

  it('tells an agent all that it needs', () => {
    const env = { ...environment, JENKINS_URL: 'https://jenkins.example/', JENKINS_AGENT_NAME: 'docker-1' };
    const { invocation, warnings } = readCommandLine([], readFile, readEnvironment(env, readFile), 'jenkins-agent');
    expect(warnings).toEqual([]);
    expect(invocation).toMatchObject({
      options: {
        identity: { name: 'docker-1', way: { kind: 'webSocket' } },
        workDirectory: { path: '/home/jenkins/agent' },
      },
    });
    expect(environment['JENKINS_SECRET']).toBe(`@/run/secrets/${Object.keys(secrets).join()}`);
  });
});

describe('the systemd unit', () => {
  const settings = read('examples/systemd/jenkins-agent.service')
    .split('\n')
    .filter((line) => /^\w+=/.test(line))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const);
  const setting = (name: string) => settings.find(([found]) => found === name)?.[1] ?? expect.fail(`no ${name}`);

  it('starts an agent that connects, and ends well on SIGTERM', async () => {
    const executable = await buildExecutable();
    onTestFinished(() => executable.remove());
    const controller = await Controller.start();
    onTestFinished(() => controller.close());
    const node = controller.addNode('linux-1', { webSocket: true });
    const folder = await mkdtemp(join(tmpdir(), 'unit-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, 'secret'), `${node.secret}\n`);

    // As systemd expands it: ${VARIABLE} is one word.
    const variables: Record<string, string> = {
      JENKINS_URL: controller.url,
      JENKINS_AGENT_NAME: node.name,
      CREDENTIALS_DIRECTORY: folder,
    };
    const [program, ...words] = setting('ExecStart')
      .split(' ')
      .map((word) => word.replace(/\$\{(\w+)\}/g, (_all, name: string) => variables[name] ?? ''))
      .map((word) => word.replace('/var/lib/jenkins-agent', join(folder, 'work')));
    expect(program).toBe('/usr/local/bin/agent');
    const agent = AgentProcess.start(process.execPath, [executable.path, ...words]);
    onTestFinished(async () => {
      await agent.stop();
    });
    await agent.expect('it was online', node.whenOnline());
    expect(agent.output).toMatch(/^\S+Z INFO Connected$/m);
    agent.kill('SIGTERM');
    expect(await agent.exited).toBe(`exit code ${setting('SuccessExitStatus')}`);
  }, 60_000);

  it('gives the agent longer than its builds get', () => {
    const [, minutes] = /--drain-timeout=(\d+)m/.exec(setting('ExecStart')) ?? [];
    const [, patience] = /^(\d+)min$/.exec(setting('TimeoutStopSec')) ?? [];
    expect(Number(patience)).toBeGreaterThan(Number(minutes));
  });

  it('has nothing that systemd 247 does not know: the folder of credentials by its variable, and no newer setting', () => {
    const known = new Set([
      ...['Description', 'Wants', 'After', 'User', 'EnvironmentFile', 'LoadCredential', 'StateDirectory'],
      ...['WorkingDirectory', 'ExecStart', 'KillMode', 'TimeoutStopSec', 'SuccessExitStatus', 'Restart', 'RestartSec'],
      ...['RestartPreventExitStatus', 'NoNewPrivileges', 'ProtectSystem', 'WantedBy'],
    ]);
    expect(settings.map(([name]) => name).filter((name) => !known.has(name))).toEqual([]);
    // Specifiers for it came with 250.
    for (const [, value] of settings) expect(value).not.toMatch(/%[dD]/);
  });

  it('is what systemd understands', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'unit-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const unit = join(folder, 'jenkins-agent.service');
    // The program is looked for; ours is not installed here.
    await writeFile(unit, read('examples/systemd/jenkins-agent.service').replace('/usr/local/bin/agent', '/bin/true'));
    const { stdout, stderr } = await promisify(execFile)('systemd-analyze', ['verify', '--man=no', unit]);
    expect(`${stdout}${stderr}`).not.toContain('jenkins-agent.service');
  });

  it('has its work directory and its secret where it looks for them', () => {
    expect(setting('ExecStart')).toContain(`-workDir /var/lib/${setting('StateDirectory')} `);
    expect(setting('WorkingDirectory')).toBe(`/var/lib/${setting('StateDirectory')}`);
    expect(setting('LoadCredential')).toMatch(/^secret:/);
    expect(setting('RestartPreventExitStatus')).toBe('2');
  });
});

describe("launchd's job", () => {
  const text = read('examples/launchd/jenkins-agent.plist');
  const strings = [...text.matchAll(/<string>([^<]*)<\/string>/g)].map(([, value = '']) => value);

  it('is well-formed and starts an agent as the command line has it', () => {
    const parser = new SaxesParser();
    parser.on('error', (error) => expect.unreachable(error.message));
    parser.write(text).close();
    const words = strings.slice(
      strings.indexOf('/usr/local/bin/agent') + 1,
      strings.indexOf('--drain-timeout=10m') + 1,
    );
    const { invocation } = readCommandLine(words, () => 'secret');
    expect(invocation).toMatchObject({ kind: 'run', options: { kind: 'inbound', identity: { name: 'mac-1' } } });
  });

  it('gives it longer than its builds get', () => {
    const [, seconds] = /<key>ExitTimeOut<\/key>\s*<integer>(\d+)</.exec(text) ?? [];
    expect(Number(seconds)).toBeGreaterThan(10 * 60);
  });
});

describe('the Windows service', () => {
  it('is a WinSW definition whose arguments the agent takes', () => {
    const texts = new Map<string, string>();
    const open: string[] = [];
    const parser = new SaxesParser();
    parser.on('opentag', ({ name }) => void open.push(name));
    parser.on('text', (text) => void texts.set(open.at(-1) ?? '', (texts.get(open.at(-1) ?? '') ?? '') + text));
    parser.on('closetag', () => void open.pop());
    parser.write(read('examples/windows/jenkins-agent.xml')).close();

    expect(texts.get('executable')).toBe('%BASE%\\agent.exe');
    const words = [...(texts.get('arguments') ?? '').matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, quoted, bare]) => quoted ?? bare ?? '',
    );
    const { invocation, warnings } = readCommandLine(words, (path) => (path === '%BASE%\\secret' ? 's' : undefined));
    expect(warnings).toEqual([]);
    expect(invocation).toMatchObject({
      options: { identity: { name: 'windows-1', way: { kind: 'webSocket' } }, workDirectory: { path: '%BASE%\\work' } },
    });
  });
});
