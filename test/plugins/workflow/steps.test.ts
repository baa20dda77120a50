import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { machine } from '../../../src/plugins/durable-task/agent-info.js';
import { Heartbeat } from '../../../src/plugins/durable-task/heartbeat.js';
import { TaskController } from '../../../src/plugins/durable-task/task-controller.js';
import { runClass } from '../../support/find-class.js';
import { shellController } from '../../../tools/controller/calls/durable-step-classes.js';
import { declareClass } from '../../../src/serial/declare.js';
import { mapEntries } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';

let home: string;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'steps-')));
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function run(name: string, values: Record<string, string | null>, path = home, call = new ChannelCall()) {
  const fields = Object.fromEntries(Object.keys(values).map((field) => [field, 'Ljava/lang/String;']));
  const object: JavaObject = declareClass({ name, suid: 1n, fields }).create(values);
  return runClass(object, call, path);
}

describe('GetAgentInfo', () => {
  const NAME = 'org.jenkinsci.plugins.durabletask.AgentInfo$GetAgentInfo';

  it('makes the directory of the wrapper binary and tells whether the binary is there', async () => {
    const first = (await run(NAME, { binaryVersion: '1.2' })) as JavaObject;
    expect(first.get('cachingAvailable')).toBe(true);
    expect(first.get('binaryCached')).toBe(false);
    const path = first.get('binaryPath') as string;
    expect(path.startsWith(join(home, 'caches/durable-task/durable_task_monitor_1.2_'))).toBe(true);
    await writeFile(path, '');
    expect(((await run(NAME, { binaryVersion: '1.2' })) as JavaObject).get('binaryCached')).toBe(true);
  });

  it('does without where the directory cannot be made', async () => {
    await writeFile(join(home, 'caches'), '');
    const info = (await run(NAME, { binaryVersion: '1' })) as JavaObject;
    expect(info.get('cachingAvailable')).toBe(false);
    expect(info.get('binaryPath')).toMatch(/^durable_task_monitor_1_/);
  });

  it.each([
    ['linux', 'amd64', 'LINUX', '64', true],
    ['linux', 'aarch64', 'LINUX', 'aarch64', true],
    ['linux', 's390x', 'LINUX', 'NOTSUPPORTED', true],
    ['darwin', 'aarch64', 'DARWIN', 'arm64', true],
    ['darwin', 'x86_64', 'DARWIN', 'amd64', true],
    ['win32', 'amd64', 'WINDOWS', '64', true],
    ['freebsd', 'amd64', 'FREEBSD', '64', false],
    ['sunos', 'sparc', 'UNKNOWN', '32', false],
  ])('on %s %s', (platform, arch, os, architecture, compatible) => {
    const found = machine(platform, arch);
    expect([found.os.constant, found.architecture, found.compatible]).toEqual([os, architecture, compatible]);
  });
});

describe('StatusCheckWithEncoding', () => {
  const NAME = 'org.jenkinsci.plugins.durabletask.BourneShellScript$StatusCheckWithEncoding';
  const check = (charset: string | null): Promise<JavaValue> | JavaValue => run(NAME, { charset }, join(home, 'r'));

  it('reads the first line in its charset', async () => {
    expect(await check('UTF-16BE')).toBeNull();
    await writeFile(join(home, 'r'), Buffer.from(' 17\nrest', 'utf16le').swap16());
    expect(((await check('UTF-16BE')) as JavaObject).get('value')).toBe(17);
    await expect(check('UTF-8')).rejects.toThrow(`corrupted content in ${join(home, 'r')} using UTF-8`);
  });
});

describe('a heartbeat', () => {
  const lines: string[] = [];
  const make = async () => {
    lines.length = 0;
    const task = await TaskController.of(shellController(home, 'c'), '/ws');
    const println = (line: string) => Promise.resolve(void lines.push(line));
    return new Heartbeat(task, println, 100);
  };

  it('gives up a step that never started', async () => {
    const heartbeat = await make();
    expect(await heartbeat.check(0)).toBeNull();
    expect(await heartbeat.check(100)).toBeNull();
    expect(await heartbeat.check(101)).toBe(-2);
    expect(lines[0]).toBe(`process apparently never started in ${home}`);
    expect(await readFile(join(home, 'jenkins-result.txt'), 'utf8')).toBe('-2');
  });

  it('gives up a step in a workspace with a single quote in its name, which the wrapper of the plugin does not survive', async () => {
    const directory = join(home, "it's@tmp/durable-1");
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'script.sh'), 'echo hello');
    const [script, log, result] = ['script.sh', 'jenkins-log.txt', 'jenkins-result.txt'].map((name) =>
      join(directory, name),
    );
    // BourneShellScript.scriptLauncherCmd puts paths between single quotes as they are.
    const touching = `{ while [ -d '${directory}' -a \\! -f '${result}' ]; do touch '${log}'; sleep 3; done } &`;
    const running = `jsc=durable-1; JENKINS_SERVER_COOKIE=$jsc 'sh' -xe  '${script}.copy' > '${log}' 2>&1`;
    const ending = `echo $? > '${result}.tmp'; mv '${result}.tmp' '${result}'; wait`;
    const wrapper = `(cp '${script}' '${script}.copy'; ${touching} ${running}; ${ending}) >&- 2>&- &`;
    const { status } = spawnSync('sh', ['-c', wrapper], { cwd: home, timeout: 20_000 });
    expect(status).not.toBeNull();
    const task = await TaskController.of(shellController(directory, 'c'), join(home, "it's"));
    const heartbeat = new Heartbeat(task, () => Promise.resolve(), 100);
    expect([await heartbeat.check(0), await heartbeat.check(101)]).toEqual([null, -2]);
  });

  it('gives up a step whose log is not touched any more', async () => {
    const heartbeat = await make();
    await writeFile(join(home, 'jenkins-log.txt'), '');
    expect(await heartbeat.check(0)).toBeNull();
    expect(await heartbeat.check(200)).toBeNull();
    await writeFile(join(home, 'pid'), '');
    expect(await heartbeat.check(400)).toBeNull();
    expect(lines).toEqual([`still have ${home}/pid so heartbeat checks unreliable; process may or may not be alive`]);
    await rm(join(home, 'pid'));
    expect(await heartbeat.check(600)).toBe(-1);
    expect(await readFile(join(home, 'jenkins-result.txt'), 'utf8')).toBe('-1');
  });
});

describe('callables of Pipeline plugins', () => {
  it('WriteAtomic replaces a file and leaves nothing else, whatever happens', async () => {
    const name = 'jenkins.branch.WorkspaceLocatorImpl$WriteAtomic';
    const file = join(home, 'workspace/workspaces.txt');
    expect(await run(name, { text: 'one' }, file)).toBeNull();
    await run(name, { text: 'zwö' }, file);
    expect(await readFile(file, 'utf8')).toBe('zwö');
    expect(await readdir(join(home, 'workspace'))).toEqual(['workspaces.txt']);
    await mkdir(join(home, 'taken'));
    await expect(run(name, { text: 'x' }, join(home, 'taken'))).rejects.toThrow();
    expect((await readdir(home)).sort()).toEqual(['taken', 'workspace']);
  });

  it('ArtifactArchiverStepExecution$ListFiles maps each file to itself', async () => {
    const name = 'org.jenkinsci.plugins.workflow.steps.ArtifactArchiverStepExecution$ListFiles';
    await mkdir(join(home, 'd'));
    for (const file of ['d/a.txt', 'd/b.log', 'c.txt']) await writeFile(join(home, file), '');
    const answer = (await run(name, { includes: '**/*.txt', excludes: 'c*' })) as JavaObject;
    expect([...mapEntries(answer)]).toEqual([['d/a.txt', 'd/a.txt']]);
    await expect(run(name, { includes: '*', excludes: null }, join(home, 'none'))).rejects.toThrow();
  });

  it('SlaveDisconnector ends reconnecting', async () => {
    let stopped = 0;
    const call = new ChannelCall({ stopReconnecting: () => stopped++ });
    await run('org.csanchez.jenkins.plugins.kubernetes.KubernetesSlave$SlaveDisconnector', {}, home, call);
    expect(stopped).toBe(1);
  });

  it('InstallBouncyCastleJCAProvider is content', async () => {
    const answer = await run('jenkins.bouncycastle.api.InstallBouncyCastleJCAProvider', {});
    expect((answer as JavaObject).get('value')).toBe(true);
  });
});
