/** The real executable on a terminal, on a full disk, and beside what dead processes left. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { FilePath } from '../../tools/controller/calls/file-path.js';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import { builds, directory, run, runBy, says, start, useNetwork, who } from '../support/network-agents.js';

useNetwork();

describe('a terminal', () => {
  /** Under a pseudo terminal, which shows on standard output. */
  const onTerminal = (words: readonly string[], env: Record<string, string> = {}) =>
    runBy((command) => ['script', '-qefc', command.map((word) => `'${word}'`).join(' '), '/dev/null'], words, {
      TERM: 'xterm',
      ...env,
    });

  test('shows what runs now, and since when, below the log', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const agent = onTerminal(['-url', server.url, ...who(node), '-noReconnect']);
    const computer = await agent.expect('it was online', node.whenOnline());
    const shown = expect.poll(() => agent.output, { timeout: 30_000 });
    await agent.expect('it showed its state', shown.toMatch(/\r\x1b\[Ka1: connected \d+ s \| idle/));
    const started = new FilePath(computer.channel, join(directory, 'started'));
    const job = { name: 'folder/job', number: 7, script: 'touch started; sleep 4', workspace: directory };
    const build = runFreestyleBuild(computer, job);
    await expect.poll(() => started.exists(), { timeout: 20_000 }).toBe(true);
    await says(agent, '| folder/job #7 ');
    expect((await build).result).toBe('SUCCESS');
    await computer.close();
    expect(await agent.exited).toBe('exit code 0');
    // Nothing of the line stays.
    expect(agent.output).toMatch(/\r\x1b\[K$/);
  }, 60_000);

  test.each([
    ['coloured', {}, '\x1b[31mSEVERE\x1b[0m: Failed to connect'],
    ['plain with NO_COLOR', { NO_COLOR: '1' }, '\nSEVERE: Failed to connect'],
    ['plain on one that cannot do better', { TERM: 'dumb' }, '\nSEVERE: Failed to connect'],
  ])('has errors that are %s', async (_how, env, expected) => {
    const words = ['-url', 'http://127.0.0.1:1/', '-name', 'n', '-secret', 's', '-noReconnect'];
    const agent = onTerminal(words, env);
    expect(await agent.exited).toBe('exit code 1');
    expect(agent.output.replaceAll('\r\n', '\n').replaceAll('\r\x1b[K', '')).toContain(expected);
  });

  test('is no pipe, which gets plain lines', async () => {
    const agent = run(['-url', 'http://127.0.0.1:1/', '-name', 'n', '-secret', 's', '-noReconnect'], { TERM: 'xterm' });
    expect(await agent.exited).toBe('exit code 1');
    expect(agent.output).not.toContain('\x1b');
  });
});

describe('a full disk', () => {
  test('below -agentLog costs log lines, and no build', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const agent = run(['-url', server.url, ...who(node), '-agentLog', '/dev/full']);
    await builds(agent, node);
    expect(agent.output.match(/Cannot write the log, going on without it: ENOSPC/g)).toHaveLength(1);
    expect(agent.output).toContain('INFO: Connected');
  });

  test.each([
    [
      'from the beginning',
      'head -c 1M /dev/zero >"$0/fill" 2>/dev/null;',
      'Cannot open the log file, going on without it',
    ],
    ['by a build', '', 'Cannot write the log, going on without it'],
  ])(
    'below the work directory, %s',
    async (_when, fill, warning) => {
      const server = await start();
      const node = server.addNode('a1');
      const disk = join(directory, 'disk');
      await mkdir(disk);
      const mount = `mount -t tmpfs -o size=64k none "$0"; ${fill} exec "$@"`;
      const agent = runBy(
        (command) => ['unshare', '--mount', '--propagation', 'private', '/bin/sh', '-c', mount, disk, ...command],
        ['-url', server.url, ...who(node), '-workDir', disk],
      );
      const computer = await agent.expect('it was online', node.whenOnline());
      const script = `head -c 1M /dev/zero >${disk}/more || echo went on`;
      let console = '';
      const job = { name: 'j', script, workspace: join(directory, 'ws') };
      const { result } = await runFreestyleBuild(computer, job, { console: (text) => (console += text) });
      expect(result).toBe('SUCCESS');
      expect(console).toContain('No space left on device');
      expect(console).toContain('went on\n');
      // The block that the log has begun takes some more lines.
      for (let lost = computer, times = fill === '' ? 4 : 0; times > 0; times--) {
        lost.disconnect(new Error('cut'));
        await lost.gone;
        lost = await agent.expect('it was online again', node.whenOnline());
      }
      expect(agent.output.split(warning)).toHaveLength(2);
      await builds(agent, node);
      expect(await agent.stop()).toBe('exit code 143');
    },
    120_000,
  );

  test('below standard error is nobody to tell', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const agent = runBy(
      (command) => ['/bin/sh', '-c', 'exec "$0" "$@" 2>/dev/full', ...command],
      ['-url', server.url, ...who(node)],
    );
    await builds(agent, node);
  });
});

test('the process id of a dead process is replaced', async () => {
  const server = await start();
  const node = server.addNode('a1');
  const file = join(directory, 'agent.pid');
  await writeFile(file, `${spawnSync('true').pid}\n`);
  const agent = run(['-url', server.url, ...who(node), '--pid-file', file]);
  await agent.expect('it was online', node.whenOnline());
  expect(await readFile(file, 'utf8')).toBe(`${agent.pid}\n`);
  await agent.stop();
  expect(existsSync(file)).toBe(false);
});

test('nobody sees the secret: log, title, command line, environment of builds', async () => {
  const server = await start();
  const node = server.addNode('a1');
  const env = { JENKINS_SECRET: node.secret, JENKINS_AGENT_PROXY_CREDENTIALS: 'squid:swordfish' };
  const words = [
    '-url',
    server.url,
    '-name',
    'a1',
    '-workDir',
    directory,
    '-logLevel',
    'ALL',
    '-credentials',
    'u:tuna',
  ];
  const agent = run(words, env);
  const computer = await agent.expect('it was online', node.whenOnline());
  let console = '';
  const script = `tr '\\0' '\\n' </proc/$PPID/cmdline; cat /proc/$PPID/comm; tr '\\0' '\\n' </proc/$$/environ; env; ps -ww -o args= -p $PPID`;
  const job = { name: 'j', script, workspace: join(directory, 'ws') };
  await runFreestyleBuild(computer, job, { console: (text) => (console += text) });
  expect(console).toContain('JOB_NAME=j\n');
  expect(console).toContain('jenkins-agent\n');
  const log = await readFile(join(directory, 'remoting/logs/remoting.log.0'), 'utf8');
  expect(log).toContain('INFO: Connected');
  const { stdout } = await promisify(execFile)('ps', ['-ww', '-o', 'comm=,args=', '-p', String(agent.pid)]);
  for (const secret of [node.secret, 'swordfish', 'tuna']) {
    for (const text of [console, log, agent.output, stdout]) expect(text).not.toContain(secret);
  }
});

describe('what is meant for builds, or for nobody', () => {
  test('SIGUSR1 opens no debugger', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const agent = run(['-url', server.url, ...who(node)]);
    await agent.expect('it was online', node.whenOnline());
    agent.kill('SIGUSR1');
    await builds(agent, node);
    expect(agent.output).not.toContain('Debugger');
  });

  test.each([
    ['empty', ''],
    ['relative', 'some/where'],
    ['below /proc', '/proc/no/such'],
    ['a file', '/etc/hostname'],
    ['not there', '/nonexistent/home'],
  ])('a home directory that is %s: no cache, and nothing in the current directory', async (_what, home) => {
    const agent = runBy((command) => ['sh', '-c', `cd '${directory}' && exec "$@"`, 'sh', ...command], ['-version'], {
      HOME: home,
      XDG_CACHE_HOME: '',
    });
    expect(await agent.exited).toBe('exit code 0');
    expect(await readdir(directory)).toEqual([]);
  });

  test('an error that nobody foresaw stands in the log file, and ends the agent', async () => {
    const [hook, log] = [join(directory, 'hook.cjs'), join(directory, 'agent.log')];
    const server = await start();
    const node = server.addNode('a1');
    // The environment of the test says when.
    await writeFile(hook, `process.on('SIGUSR2', () => { throw new TypeError('stray'); });`);
    const agent = run(['-url', server.url, ...who(node), '-agentLog', log], { NODE_OPTIONS: `--require ${hook}` });
    await agent.expect('it was online', node.whenOnline());
    agent.kill('SIGUSR2');
    expect(await agent.exited).toBe('exit code 1');
    const text = await readFile(log, 'utf8');
    expect(text).toContain('SEVERE: The agent ends by an error that nobody foresaw\nTypeError: stray\n');
    expect(agent.output).toContain('TypeError: stray');
  });
});
