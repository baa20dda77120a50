/** The real executable, and what is called Java but never says hello. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callable } from '../bridge/bridge.js';
import { directory, run, start, useNetwork, who } from '../support/network-agents.js';
import { isRunning } from '../support/processes.js';

useNetwork();

test.skipIf(process.platform === 'win32')(
  'a Java that is still starting does not outlive its agent',
  async () => {
    const java = join(directory, 'java');
    const pidFile = join(directory, 'pid');
    const says = `if [ "$1" = -version ]; then echo 'openjdk version "21.0.1"' >&2; exit 0; fi`;
    writeFileSync(java, `#!/bin/sh\n${says}\ntrap '' TERM\necho $$ > '${pidFile}'\nwhile :; do sleep 1; done\n`);
    chmodSync(java, 0o755);
    const server = await start();
    const node = server.addNode('a1');
    const agent = run(['-url', server.url, ...who(node), '-java', java, '-javaAgentJar', java]);
    const { channel } = await agent.expect('it was online', node.whenOnline());
    channel.call(callable('test.Unknown')).catch(() => undefined);
    await expect.poll(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8'), { timeout: 20_000 }).toMatch(/\d\n/);
    const pid = Number(readFileSync(pidFile, 'utf8'));
    expect(isRunning(pid)).toBe(true);
    expect(await agent.stop()).toBe('exit code 143');
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
  },
  60_000,
);
