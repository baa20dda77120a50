/** What `--log-level FINE` and FINER tell, and that JSON lines name the agent. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import { directory, run, start, useNetwork } from '../support/network-agents.js';

useNetwork();

describe.each(['tcp', 'webSocket'] as const)('over %s', (way) => {
  test.each(['INFO', 'FINE', 'FINER'])(
    'the log at %s',
    async (level) => {
      const controller = await start();
      const webSocket = way === 'webSocket';
      const node = controller.addNode('a1', { webSocket });
      const work = join(directory, 'work');
      const who = ['-url', controller.url, '-name', 'a1', '-secret', node.secret, '-workDir', work, '-noReconnect'];
      const agent = run([...who, '--log-format=json', '-logLevel', level, ...(webSocket ? ['-webSocket'] : [])]);
      const computer = await agent.expect('it was online', node.whenOnline());
      const workspace = join(directory, 'ws');
      await runFreestyleBuild(computer, { name: 'j', script: 'exit 4', workspace, env: { NODE_NAME: 'a1' } });
      await computer.close();
      await agent.exited;
      const text = await readFile(join(work, 'remoting/logs/remoting.log.0'), 'utf8');
      const records = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { level: string; agent: string; message: string });
      expect(new Set(records.map((record) => record.agent))).toEqual(new Set(['a1']));
      const told = (of: string) => records.filter((record) => record.level === of).map(({ message }) => message);
      if (level === 'INFO') {
        expect([...told('FINE'), ...told('FINER')]).toEqual([]);
        return;
      }
      const fine = told('FINE').join('\n');
      expect(fine).toMatch(/^Connected to 127\.0\.0\.1:\d+ in \d+ ms: /m);
      expect(fine).toMatch(/^Request \d+, hudson\.Launcher\$RemoteLaunchCallable, was answered after [\d.]+ ms$/m);
      expect(fine).toMatch(/^Process \d+ started: .*sh, for j #1$/m);
      expect(fine).toMatch(/^Process \d+ ended with 4 after \d+ ms$/m);
      expect(fine).toMatch(/^Attempt 1, \d+ ms after the first: lost; no other, because of noReconnect$/m);
      expect(fine).toMatch(/^The connection has ended: received \d+ bytes in \d+ commands, sent \d+ bytes/m);
      expect(fine).toMatch(
        webSocket
          ? /^Upgraded; the controller sent .*x-remoting-capability/m
          : /^GET http:\S+tcpSlaveAgentListener\/: 200 in \d+ ms$[^]*^The port speaks JNLP4-connect[^]*^TLS on the agent port: TLSv1\.[23] \S+$[^]*^Headers exchanged[^]*^Capabilities exchanged/m,
      );
      expect(told('FINER').some((message) => /^Received \d+ bytes$/.test(message))).toBe(level === 'FINER');
      expect(text).not.toContain(node.secret);
    },
    60_000,
  );
});
