import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Controller } from '../../tools/controller/controller.js';
import { encryptJnlpFile, renderJnlpFile } from '../../tools/controller/jnlp-file.js';
import { buildExecutable } from '../support/executable.js';
import type { Executable } from '../support/executable.js';

const SECRET = '0123456789abcdef'.repeat(4);
/** Nobody listens there. */
const NOWHERE = ['-url', 'http://127.0.0.1:1/', '-secret', SECRET, '-name', 'n'];

let executable: Executable;
let folder: string;
beforeAll(async () => {
  executable = await buildExecutable();
  folder = mkdtempSync(join(tmpdir(), 'cli-test-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await executable.remove();
});

interface Process {
  readonly pid: number;
  stdout: string;
  stderr: string;
  kill(signal: NodeJS.Signals): void;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
}

function start(...words: string[]): Process {
  const child = spawn(process.execPath, [executable.path, ...words], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  const run: Process = {
    pid: child.pid ?? expect.fail('it did not start'),
    stdout: '',
    stderr: '',
    kill: (signal) => child.kill(signal),
    ended,
  };
  child.stdout.on('data', (chunk: Buffer) => (run.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (run.stderr += chunk.toString()));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return run;
}

async function finish(...words: string[]): Promise<Process & { code: unknown }> {
  const run = start(...words);
  return { ...run, code: await run.ended, stdout: run.stdout, stderr: run.stderr };
}

describe('the executable', () => {
  it('shows its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await finish('-version', '-help')).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('shows help', async () => {
    expect(await finish('--help')).toMatchObject({
      code: 0,
      stdout: readFileSync('test/fixtures/cli/help.txt', 'utf8'),
      stderr: '',
    });
  });

  it.each([
    [['-bogus'], '"-bogus" is not a valid option'],
    [['-webSocket'], 'option "-webSocket" requires the option(s) [-url]'],
    [['-secret', '@nosuch'], 'No such file: nosuch'],
    [['one'], 'Two arguments required, but got 1'],
    [['-url', 'http://a/', '-name', 'n'], 'Secret is required for inbound agents ("-secret", JENKINS_SECRET)'],
    [['help', 'docter'], 'There is no command and no option "docter": did you mean "doctor"?'],
    [['docter'], '"docter" is not a command: did you mean "doctor"?'],
    [['doctor', '-bogus'], '"-bogus" is not a valid option', 'agent help doctor'],
    [['version', 'x'], 'agent version takes no option but --verbose', 'agent help version'],
    [
      ['-url', 'a\nb'],
      `"a b" is not a valid value for "-url": it takes the root URL of a controller, such as https://jenkins.example/`,
    ],
  ])(
    'refuses %j with exit code 2, a line that says why and one on how to get help',
    async (words, message, help = '') => {
      const { code, stdout, stderr } = await finish(...words);
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toBe(`${message}\n${help === '' ? '"agent -help" tells all options' : `"${help}" tells more`}\n`);
    },
  );

  it.each([
    [['version'], /^\d+\.\d+\.\d+\n$/],
    [['help'], /^Usage: agent -url URL/],
    [['help', 'doctor'], /^Usage: agent doctor/],
    [['doctor', '--help'], /^Usage: agent doctor/],
    [['health', '-h'], /^Usage: agent health/],
    [['completion', '-help'], /^Usage: agent completion/],
  ])('answers %j', async (words, stdout) => {
    expect(await finish(...words)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(stdout) as string,
      stderr: '',
    });
  });

  it('fails over a work directory that it cannot use', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await finish(...NOWHERE, '-workDir', 'file')).toMatchObject({
      code: 1,
      stderr: 'java.io.IOException: The specified working directory path points to a non-directory file: file\n',
    });
  });

  it('refuses a JNLP file whose arguments it does not understand', async () => {
    writeFileSync(join(folder, 'odd.jnlp'), '<jnlp><argument>-bogus</argument></jnlp>');
    const { code, stderr } = await finish('-jnlpUrl', 'odd.jnlp');
    expect(code).toBe(2);
    expect(stderr).toMatch(/\n"-bogus" is not a valid option\n"agent -help" tells all options\n$/);
  });

  it('fails over a JNLP file that it cannot get, when it may try only once', async () => {
    const { code, stderr } = await finish('-jnlpUrl', 'http://127.0.0.1:1/a.jnlp', '-noReconnect');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^WARNING: The "-jnlpUrl" argument is deprecated[^\n]*\nFailed to obtain http:\/\/127\.0\.0\.1:1\/a\.jnlp \(Failed to connect to [^\n]*ECONNREFUSED[^\n]*\)\n$/,
    );
  });

  it('fails when nobody is there and it may try only once, and says so in the log, too', async () => {
    const { code, stderr } = await finish(...NOWHERE, '-noReconnect', '-workDir', 'work');
    expect(code).toBe(1);
    const lines = stderr.split('\n').filter((line) => /^(INFO|WARNING|SEVERE): /.test(line));
    expect(lines.slice(0, 6)).toEqual([
      'INFO: Using work/remoting as a remoting work directory',
      'INFO: Both error and output logs will be printed to work/remoting',
      'INFO: Setting up agent: n',
      expect.stringMatching(/^INFO: Using Remoting version: \d+\./),
      'INFO: Using work/remoting as a remoting work directory',
      'INFO: Locating server among [http://127.0.0.1:1/]',
    ]);
    expect(lines[6]).toMatch(/^SEVERE: Failed to connect to http:\/\/127\.0\.0\.1:1\/tcpSlaveAgentListener\//);
    const log = readFileSync(join(folder, 'work/remoting/logs/remoting.log.0'), 'utf8');
    expect(stderr.endsWith(log)).toBe(true);
    expect(log).toMatch(/^.* hudson\.remoting\.Launcher createEngine\nINFO: Setting up agent: n\n/);
  });

  it('gives up after -noReconnectAfter', async () => {
    const { code, stderr } = await finish(...NOWHERE, '-noReconnectAfter', '1s');
    expect(code).toBe(4);
    expect(stderr).toContain('INFO: Bailing out after 1 second\n');
    expect(stderr).not.toContain('JAR Cache');
  });

  it('hides its command line, secret and all', async () => {
    const run = start(...NOWHERE);
    await expect.poll(() => run.stderr, { timeout: 30_000 }).toContain('Setting up agent');
    const commandLine = readFileSync(`/proc/${run.pid}/cmdline`, 'latin1');
    expect(commandLine).toMatch(/^jenkins-agent\0*$/);
    expect(run.stderr).not.toContain(SECRET);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('ends with 128 + n on %s while it waits', async (signal, code) => {
    const run = start(...NOWHERE);
    await expect.poll(() => run.stderr, { timeout: 30_000 }).toContain('before retry');
    run.kill(signal);
    expect(await run.ended).toBe(code);
  });
});

describe('with a controller', () => {
  async function controllerWithNode(): Promise<{ controller: Controller; node: ReturnType<Controller['addNode']> }> {
    const controller = await Controller.start();
    onTestFinished(() => controller.close());
    return { controller, node: controller.addNode('my agent') };
  }

  it.each([
    ['plain', false],
    ['encrypted', true],
  ])('takes everything from a JNLP file: %s', async (name, encrypted) => {
    const { controller, node } = await controllerWithNode();
    const workDir = join(folder, `jnlp-${name}`);
    const content = { url: controller.url, name: node.name, secret: node.secret, webSocket: encrypted, workDir };
    const text = renderJnlpFile(content);
    const file = join(folder, `${name}.jnlp`);
    writeFileSync(file, encrypted ? encryptJnlpFile(text, node.secret) : text);
    const run = start('-jnlpUrl', file, ...(encrypted ? ['-secret', node.secret] : []), '-noReconnect');
    const computer = await node.whenOnline();
    expect(computer.protocol).toBe(encrypted ? 'WebSocket' : 'JNLP4-connect');
    await computer.close();
    expect(await run.ended).toBe(0);
    expect(readFileSync(join(workDir, 'remoting/logs/remoting.log.0'), 'utf8')).toContain('INFO: Connected\n');
    expect(run.stderr).not.toContain(node.secret);
  });

  it('has its secret from a file, and its name with a space', async () => {
    const { controller, node } = await controllerWithNode();
    writeFileSync(join(folder, 'secret'), `${node.secret}\n`);
    const run = start('-url', controller.url, '-secret', '@secret', '-name', node.name, '-noReconnect');
    await (await node.whenOnline()).close();
    expect(await run.ended).toBe(0);
    const said = [
      'Setting up agent: my agent',
      'Agent discovery successful',
      'Handshaking',
      'Trying protocol: JNLP4-connect',
    ];
    const more = ['Remote identity confirmed: ', 'Connected', 'Terminated'];
    let at = 0;
    for (const line of [...said, ...more]) {
      const found = run.stderr.indexOf(`INFO: ${line}`, at);
      expect(found, line).toBeGreaterThanOrEqual(at);
      at = found;
    }
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('says goodbye on %s', async (signal, code) => {
    const { controller, node } = await controllerWithNode();
    const run = start('-url', controller.url, '-secret', node.secret, '-name', node.name);
    const computer = await node.whenOnline();
    run.kill(signal);
    expect(await computer.gone).toMatchObject({ orderly: true });
    expect(await run.ended).toBe(code);
  });

  it('ends at once on a second signal, even if the controller does not answer the first', async () => {
    const { controller, node } = await controllerWithNode();
    const run = start('-url', controller.url, '-secret', node.secret, '-name', node.name, '-webSocket');
    await node.whenOnline();
    run.kill('SIGINT');
    run.kill('SIGTERM');
    expect([130, 143]).toContain(await run.ended);
  });

  it('is refused with exit code 3 when it may try only once', async () => {
    const { controller } = await controllerWithNode();
    const run = start('-url', controller.url, '-secret', SECRET, '-name', 'stranger', '-noReconnect');
    expect(await run.ended).toBe(3);
    expect(run.stderr).toContain('Unknown client name: stranger');
  });

  it("answers with the controller's remoting version", async () => {
    const { controller, node } = await controllerWithNode();
    controller.settings.remotingVersion = '9999.v1';
    start('-url', controller.url, '-secret', node.secret, '-name', node.name);
    const computer = await node.whenOnline();
    expect(JSON.stringify(computer.facts)).toContain('9999.v1');
  });

  it('goes on when its log cannot be written', async () => {
    const { controller, node } = await controllerWithNode();
    const workDir = join(folder, 'full');
    mkdirSync(join(workDir, 'remoting/logs/remoting.log.0.lck'), { recursive: true });
    const run = start(
      '-url',
      controller.url,
      '-secret',
      node.secret,
      '-name',
      node.name,
      '-workDir',
      workDir,
      '-noReconnect',
    );
    await (await node.whenOnline()).close();
    expect(await run.ended).toBe(0);
    expect(run.stderr).toContain('WARNING: Cannot open the log file, going on without it: ');
  });
});
