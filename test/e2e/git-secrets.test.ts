/** What an agent leaves behind that ends in the middle of a git command with credentials: nothing. */
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { RemoteGitClient } from '../../bench/git-client.js';
import { AgentProcess } from '../../tools/controller/agent-process.js';
import { Controller } from '../../tools/controller/controller.js';
import { declareClass } from '../../src/serial/declare.js';
import { CREDENTIALS } from '../plugins/git-client/support/tester.js';
import { buildExecutable } from '../support/executable.js';
import type { Executable } from '../support/executable.js';
import { eventually } from '../support/processes.js';

const SECRET = declareClass({
  name: 'hudson.util.Secret',
  suid: 0n,
  fields: { iv: '[B', value: 'Ljava/lang/String;' },
});
const USER = declareClass({
  name: 'com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl',
  suid: 1n,
  fields: {
    description: 'Ljava/lang/String;',
    id: 'Ljava/lang/String;',
    password: 'Lhudson/util/Secret;',
    username: 'Ljava/lang/String;',
  },
});

let executable: Executable;
let home: string;
beforeAll(async () => {
  executable = await buildExecutable();
});
afterAll(() => executable.remove());
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'git-secrets-')));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** Runs git up to a fetch, which hangs with its credentials in files; the agent, and the files. */
async function hanging(controller: Controller): Promise<{ agent: AgentProcess; files: string[] }> {
  const node = controller.addNode('a1', {});
  const options = ['-url', controller.url, '-name', node.name, '-secret', node.secret, '-workDir', home];
  const agent = AgentProcess.start(process.execPath, [executable.path, ...options]);
  const { channel } = await agent.expect('it was online', node.whenOnline());
  const exe = join(home, 'slow-git');
  const script = `case "$1" in fetch) echo $$ > ${home}/pid; exec sleep 600;; *) exec git "$@";; esac`;
  await writeFile(exe, `#!/bin/sh\n${script}\n`);
  await chmod(exe, 0o755);
  const console = { write: () => undefined, end: () => undefined };
  const git = await RemoteGitClient.open(channel, join(home, 'ws'), console, { exe });
  const password = SECRET.create({ iv: null, value: 'sesame' });
  const credentials = USER.create({ description: 'd', id: 'i', password, username: 'u' });
  await git.invoke('addDefaultCredentials', [CREDENTIALS], credentials);
  git.clone('http://127.0.0.1:9/none').catch(() => undefined); // the connection ends under it
  await eventually(() => existsSync(join(home, 'pid')) && readFileSync(join(home, 'pid'), 'utf8').endsWith('\n'));
  return { agent, files: await readdir(join(home, 'ws@tmp')) };
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends the agent without a trace of the secrets', async (signal) => {
  const controller = await Controller.start();
  let agent: AgentProcess | undefined;
  try {
    const started = await hanging(controller);
    ({ agent } = started);
    expect(started.files.length).toBe(3);
    agent.kill(signal);
    await agent.exited;
    expect(await readdir(join(home, 'ws@tmp'))).toEqual([]);
  } finally {
    if (existsSync(join(home, 'pid'))) endProcess(Number(readFileSync(join(home, 'pid'), 'utf8')));
    await agent?.stop();
    await controller.close();
  }
});

/** The git that outlived its agent, unless it did not. */
function endProcess(pid: number): void {
  try {
    process.kill(pid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
