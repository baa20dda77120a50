/** Parts of the agent that are loaded when they are first needed, on the real executable. */
import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { AgentProcess } from '../../tools/controller/agent-process.js';
import { FilePath } from '../../tools/controller/calls/file-path.js';
import type { Computer } from '../../tools/controller/computer.js';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import { agentCommand, directory, run, start, useNetwork, who } from '../support/network-agents.js';

useNetwork();

async function connected(env: Record<string, string> = {}): Promise<{ agent: AgentProcess; computer: Computer }> {
  const server = await start();
  const node = server.addNode('a1');
  const agent = run(['-url', server.url, ...who(node), '-workDir', join(directory, 'work')], env);
  return { agent, computer: await agent.expect('it was online', node.whenOnline()) };
}

/** What nothing at the start needs: a process with its output, files, archives. */
async function worksFully({ agent, computer }: { agent: AgentProcess; computer: Computer }): Promise<void> {
  const job = { name: 'j', script: 'echo done', workspace: join(directory, 'ws') };
  expect((await agent.expect('the build was done', runFreestyleBuild(computer, job))).result).toBe('SUCCESS');
  const file = new FilePath(computer.channel, join(directory, 'ws/f'));
  await agent.expect('a file was written', file.write('text'));
  expect(await agent.expect('it was there', file.exists())).toBe(true);
}

test.skipIf(process.platform === 'win32')(
  'are there although the package has been replaced meanwhile',
  async () => {
    const both = await connected();
    // As npm does it: the files of the old package are gone, others have their names.
    const [, executable = ''] = agentCommand();
    const dist = join(dirname(dirname(executable)), 'dist');
    execFileSync('mv', [dist, `${dist}-old`]);
    try {
      await worksFully(both);
      expect(await both.agent.stop()).toBe('exit code 143');
    } finally {
      await rm(dist, { recursive: true, force: true });
      execFileSync('mv', [`${dist}-old`, dist]);
    }
  },
  60_000,
);

test.skipIf(process.platform === 'win32')(
  'are there after a moment without file descriptors',
  async () => {
    const preload = join(directory, 'exhaust.cjs');
    // With SIGUSR2 this process has no descriptor left, with the next it has them again.
    await writeFile(
      preload,
      `const fs = require('fs'); let held; process.on('SIGUSR2', () => {
      if (held) { for (const fd of held) fs.closeSync(fd); held = undefined; console.error('released'); return; }
      held = []; console.error('exhausted');
      try { for (;;) held.push(fs.openSync('/dev/null')); } catch {}
    });`,
    );
    const both = await connected({ NODE_OPTIONS: `--require ${preload}` });
    const { agent, computer } = both;
    const said = (text: string) =>
      agent.expect(text, expect.poll(() => agent.output, { timeout: 20_000 }).toContain(text));
    agent.kill('SIGUSR2');
    await said('exhausted');
    const file = new FilePath(computer.channel, join(directory, 'f'));
    await expect(agent.expect('a file was written', file.write('text'))).rejects.toThrow('Too many open files');
    agent.kill('SIGUSR2');
    await said('released');
    await worksFully(both);
  },
  60_000,
);
