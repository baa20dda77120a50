/**
 * What plugins of controllers start an agent by: SSH (ssh-slaves, through a real sshd) and a command on the controller's machine
 * (command-launcher). The command lines are theirs, with the agent in the place of Java.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openStdio } from '../../src/transport/stdio/open.js';
import { Computer } from '../../tools/controller/computer.js';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import { defaultSettings } from '../../tools/controller/settings.js';
import { SshServer } from '../plugins/git-client/support/ssh-server.js';
import { buildExecutable } from '../support/executable.js';
import type { Executable } from '../support/executable.js';

let executable: Executable;
let directory: string;
let ssh: SshServer;
let agent: string;

beforeAll(async () => {
  executable = await buildExecutable();
  directory = await mkdtemp(join(tmpdir(), 'launchers-'));
  ssh = await SshServer.start(join(directory, 'ssh'));
  agent = join(directory, 'agent');
  await writeFile(agent, `#!/bin/sh\nexec ${process.execPath} ${executable.path} "$@"\n`, { mode: 0o755 });
}, 60_000);
afterAll(async () => {
  await ssh.close();
  await rm(directory, { recursive: true, force: true });
  await executable.remove();
});

/** Runs a command as the controller's launcher does, on its streams, and a build on what it starts. */
async function buildBy(program: string, words: readonly string[], work: string): Promise<string> {
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const exit = once(child, 'close') as Promise<[number]>;
  const { transport } = await openStdio(Duplex.from({ readable: child.stdout, writable: child.stdin }), {
    mode: 'binary',
  });
  const logger = { log: () => undefined, isLoggable: () => false };
  const computer = new Computer(transport, { name: 'a1', cookie: '', settings: defaultSettings(), logger });
  await computer.online;
  const job = { name: 'j', script: 'pwd > here', workspace: join(work, 'ws'), artifacts: 'here' };
  const report = await runFreestyleBuild(computer, job);
  expect(report.artifacts.get('here')?.toString()).toBe(`${join(work, 'ws')}\n`);
  await computer.close();
  expect((await exit)[0], errors).toBe(0);
  return errors;
}

describe('the SSH launcher, its Java path set to the agent,', () => {
  it.each([
    ['as it is', ''],
    ['with options for a Java virtual machine', '-Xmx256m -Dfile.encoding=UTF-8'],
  ])(
    'starts it: %s',
    async (_how, jvmOptions) => {
      const work = join(directory, `work ${jvmOptions.length}`.replace(' ', '-'));
      await mkdir(work, { recursive: true });
      await writeFile(join(work, 'remoting.jar'), 'what it copies there');
      // SSHLauncher.startAgent: getJvmOptions() between two blanks, "-jar remoting.jar", then getWorkDirParam.
      const own = ` -workDir ${work} -jar-cache ${work}/remoting/jarCache`;
      const command = `cd "${work}" && ${agent} ${jvmOptions} -jar remoting.jar${own}`;
      const [program = '', ...options] = ssh.command.split(' ').map((word) => word.replaceAll("'", ''));
      const errors = await buildBy(
        program,
        [...options, '-p', String(ssh.port), `${ssh.user}@127.0.0.1`, command],
        work,
      );
      expect(errors).toContain('channel started\n');
      expect(existsSync(join(work, 'remoting/logs/remoting.log.0'))).toBe(true);
    },
    60_000,
  );
});

describe('the command launcher', () => {
  it('starts it', async () => {
    const work = join(directory, 'command');
    await buildBy('/bin/sh', ['-c', `exec ${agent} -workDir ${work}`], work);
    expect(await readFile(join(work, 'remoting/logs/remoting.log.0'), 'utf8')).not.toContain('SEVERE');
  }, 60_000);
});
