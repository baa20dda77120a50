/** sshCommand, sshScript, sshPut, sshGet and sshRemove against a real sshd. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { boxBoolean, boxInt, hashMap, linkedHashMap, objectArray, unbox } from '../../../src/serial/jdk.js';
import { declareClass } from '../../../src/serial/declare.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { object } from '../../jenkins/file-path/objects.js';
import { failureOf } from '../../jenkins/file-path/request.js';
import { scratch } from '../../os/files/scratch.js';
import { FakeCall } from '../../support/fake-call.js';
import { runClass } from '../../support/find-class.js';
import { eventually } from '../../support/processes.js';
import { SshServer } from '../git-client/support/ssh-server.js';
import { printedTo } from '../support.js';

type Fields = Readonly<Record<string, JavaValue>>;

let server: SshServer;
let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'ssh-steps-'));
  server = await SshServer.start(join(home, 'sshd'));
  writeFileSync(join(home, 'known'), `${server.knownHost}\n`);
});
afterAll(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

const PACKAGE = 'org.jenkinsci.plugins.sshsteps.steps.';

const remote = (fields: Fields = {}): JavaValue =>
  linkedHashMap(
    Object.entries({
      name: 'web',
      host: '127.0.0.1',
      port: boxInt(server.port),
      user: server.user,
      identity: server.privateKey,
      knownHosts: join(home, 'known'),
      ...fields,
    }),
  );

interface Done {
  readonly answer: JavaValue;
  readonly failure: string;
  readonly log: string;
}

/** Runs a step: `Command`, `Script`, `Put`, `Get` or `Remove`. */
async function run(step: string, fields: Fields, own: Fields = {}, call = new FakeCall()): Promise<Done> {
  const { listener, output } = printedTo(call);
  const settings = { remote: remote(), failOnError: true, dryRun: false, ...fields };
  const common = { step: object(`${PACKAGE}${step}Step`, settings), listener, service: null };
  const types = (names: object) => Object.fromEntries(Object.keys(names).map((name) => [name, 'Ljava/lang/Object;']));
  const request = declareClass<Record<string, string>, Record<string, string>>({
    name: `${PACKAGE}${step}Step$Execution$${step}Callable`,
    suid: 1n,
    fields: types(own),
    superclass: declareClass<Record<string, string>, Record<string, string>>({
      name: 'org.jenkinsci.plugins.sshsteps.util.SSHMasterToSlaveCallable',
      suid: 1n,
      fields: types(common),
    }),
  }).create({ ...common, ...own });
  let answer: JavaValue = null;
  const failure = await failureOf(runClass(request, call).then((value) => (answer = value)));
  return { answer, failure: failure === 'no failure' ? '' : failure, log: output.text() };
}

const command = (line: string, fields: Fields = {}) => run('Command', { command: line, sudo: false, ...fields });

describe('sshCommand', () => {
  it('gives what the command prints, and prints it line by line', async () => {
    const { answer, log, failure } = await command('printf "one\\n\\ntwo"; echo three >&2');
    expect(failure).toBe('');
    expect(answer).toBe('one\n\ntwo');
    const [first, ...lines] = log.split('\n');
    expect(first).toBe('Executing command on web[127.0.0.1]: printf "one\\n\\ntwo"; echo three >&2 sudo: false');
    expect(lines.filter((line) => line !== 'three')).toEqual(['one', '', 'two', '']);
    expect(lines).toContain('three');
  });

  it('begins lines with the name if asked, and tells nothing of itself with a level of the log', async () => {
    const { log } = await command('echo one', { remote: remote({ appendName: boxBoolean(true), logLevel: 'SEVERE' }) });
    expect(log).toBe('web|one\n');
  });

  it('fails for another status than 0, unless errors are ignored', async () => {
    const failed = await command('echo one; exit 3');
    expect(failed.failure).toBe(
      'java.lang.RuntimeException: org.hidetake.groovy.ssh.session.BadExitStatusException: Command returned exit status 3: echo one; exit 3',
    );
    expect((await command('echo one; exit 3', { failOnError: false })).answer).toBe('one');
  });

  it('gives sudo the password of the user, once', async () => {
    const bin = scratch();
    const sudo = [
      '#!/bin/sh',
      'printf %s "$3" >&2',
      'read -r word',
      'echo >&2',
      'if [ "$word" != s3cret ]; then printf %s "$3" >&2; read -r word; exit 1; fi',
      'shift 3',
      '"$@"',
      '',
    ];
    writeFileSync(join(bin, 'sudo'), sudo.join('\n'), { mode: 0o755 });
    const own = await SshServer.start(join(scratch(), 'sshd'), '', [`SetEnv PATH=${bin}:/usr/bin:/bin`]);
    onTestFinished(() => own.close());
    const at = (password: string) =>
      remote({
        port: boxInt(own.port),
        identity: own.privateKey,
        password,
        knownHosts: null,
        allowAnyHosts: boxBoolean(true),
      });
    const good = await command('echo for root', { sudo: true, remote: at('s3cret') });
    expect(good.failure).toBe('');
    expect(good.answer).toBe('for root');
    expect(good.log).not.toContain('s3cret');
    const bad = await command('echo for root', { sudo: true, remote: at('wr0ng') });
    expect(bad.failure).toMatch(/SudoException: Failed sudo authentication on web\[127\.0\.0\.1:\d+\]: /);
    expect(bad.failure + bad.log).not.toContain('wr0ng');
  });

  it('only tells of itself in a dry run', async () => {
    const mark = join(scratch(), 'mark');
    const { answer, log } = await command(`touch ${mark}`, { dryRun: true });
    expect(answer).toBe('');
    expect(log).toContain(`Executing command on web[127.0.0.1]: touch ${mark} sudo: false`);
    expect(existsSync(mark)).toBe(false);
  });

  it('logs in with a key of a file', async () => {
    const identity = { identity: null, identityFile: join(home, 'sshd/user') };
    expect((await command('echo in', { remote: remote(identity) })).answer).toBe('in');
    const gone = await command('echo in', { remote: remote({ identity: null, identityFile: '/no/such' }) });
    expect(gone.failure).toBe(
      'com.jcraft.jsch.JSchException: java.io.FileNotFoundException: /no/such (No such file or directory)',
    );
  });

  it('goes through a gateway', async () => {
    const gateway = remote({ name: 'door', gateway: null });
    expect((await command('echo behind', { remote: remote({ gateway }) })).answer).toBe('behind');
  });

  it('ends with its build', async () => {
    const mark = join(scratch(), 'mark');
    const call = new FakeCall();
    const step = { command: `touch ${mark}; exec sleep 60`, sudo: false };
    const running = run('Command', step, {}, call);
    await eventually(() => existsSync(mark));
    call.cancel();
    expect((await running).failure).toBe('java.lang.InterruptedException');
  });
});

describe('sshScript', () => {
  it('gives the script to the interpreter of its first line, or to a shell', async () => {
    const file = join(scratch(), 'script');
    writeFileSync(file, '#!/bin/cat -n\nsecond\n');
    expect((await run('Script', { script: 'x' }, { script: file })).answer).toBe(
      '     1\t#!/bin/cat -n\n     2\tsecond',
    );
    writeFileSync(file, 'echo "in a shell: $0"\n');
    const { answer, log } = await run('Script', { script: 'x' }, { script: file });
    expect(answer).toBe('in a shell: /bin/sh');
    expect(log).toBe(`Executing script on web[127.0.0.1]: ${file}\nin a shell: /bin/sh\n`);
  });
});

/** Files below. */
function tree(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}

function files(...names: string[]): string {
  const directory = scratch();
  for (const name of names) {
    mkdirSync(join(directory, name, '..'), { recursive: true });
    writeFileSync(join(directory, name), name);
  }
  return directory;
}

describe('files', () => {
  const filters = (filterRegex: string | null = null) => ({ filterBy: 'name', filterRegex });

  it('are put, one or a directory of them, all or those that a filter takes', async () => {
    const [from, to] = [files('dir/a.txt', 'dir/deep/b.txt', 'dir/deep/c.log'), scratch()];
    const done = await run('Put', { from: 'dir', into: to, ...filters() }, { from: join(from, 'dir') });
    expect(done).toMatchObject({ answer: null, failure: '' });
    expect(done.log).toBe(`Sending a file/directory to web[127.0.0.1]: from: ${from}/dir into: ${to}\n`);
    expect(tree(to)).toEqual(['dir/a.txt', 'dir/deep/b.txt', 'dir/deep/c.log']);
    const filtered = scratch();
    await run('Put', { from: 'dir', into: filtered, ...filters('\\.log$') }, { from: join(from, 'dir') });
    expect(tree(filtered)).toEqual(['dir/deep/c.log']);
    await run('Put', { from: 'x', into: `${filtered}/named.txt`, ...filters() }, { from: join(from, 'dir/a.txt') });
    expect(readFileSync(join(filtered, 'named.txt'), 'utf8')).toBe('dir/a.txt');
  });

  it('are got, one or a directory of them', async () => {
    const [from, to] = [files('dir/a.txt', 'dir/deep/b.txt', 'dir/deep/c.log'), scratch()];
    await run('Get', { from: `${from}/dir`, into: 'x', ...filters() }, { into: to });
    expect(tree(to)).toEqual(['dir/a.txt', 'dir/deep/b.txt', 'dir/deep/c.log']);
    await run('Get', { from: `${from}/dir/a.txt`, into: 'x', ...filters() }, { into: join(to, 'one.txt') });
    expect(readFileSync(join(to, 'one.txt'), 'utf8')).toBe('dir/a.txt');
    const filtered = scratch();
    await run('Get', { from: `${from}/dir`, into: 'x', ...filters('^b') }, { into: filtered });
    expect(tree(filtered)).toEqual(['dir/deep/b.txt']);
  });

  it('that are not there, or may not be written, fail by name, and half of none stays', async () => {
    const to = scratch();
    const gone = await run('Get', { from: '/no/such', into: 'x', ...filters() }, { into: join(to, 'one.txt') });
    expect(gone.failure).toBe(
      'java.io.IOException: Failed SFTP STAT: web:/no/such: (SSH_FX_NO_SUCH_FILE: A reference was made to a file which does not exist): No such file',
    );
    expect(readdirSync(to)).toEqual([]);
    const from = files('a.txt');
    const refused = await run(
      'Put',
      { from: 'x', into: '/no/such/a.txt', ...filters() },
      { from: join(from, 'a.txt') },
    );
    expect(refused.failure).toMatch(
      /^java\.io\.IOException: Failed SFTP PUT: .*a\.txt -> web:\/no\/such\/a\.txt: \(SSH_FX_NO_SUCH_FILE: /,
    );
  });

  it('are removed with all that is in them, and it is told whether there was anything', async () => {
    const there = files('dir/a.txt', 'dir/deep/odd *?.txt', 'stays.txt');
    const answer = async (path: string) => unbox((await run('Remove', { path })).answer);
    expect(await answer(`${there}/dir`)).toBe(true);
    expect(tree(there)).toEqual(['stays.txt']);
    expect(await answer(`${there}/dir`)).toBe(false);
  });
});

describe('a remote', () => {
  const failure = async (fields: Fields) => (await command('true', { remote: remote(fields) })).failure;

  it('whose key is not that of the file of known hosts is refused', async () => {
    const other = join(scratch(), 'known');
    writeFileSync(
      other,
      server.knownHost.replace(/AAAA\S+/, 'AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
    );
    const name = `[127.0.0.1]:${server.port}`;
    expect(await failure({ knownHosts: other })).toBe(
      `com.jcraft.jsch.JSchException: HostKey has been changed: ${name}`,
    );
    writeFileSync(other, '');
    expect(await failure({ knownHosts: other })).toBe(`com.jcraft.jsch.JSchException: reject HostKey: ${name}`);
    expect(await failure({ knownHosts: '/no/such' })).toBe(
      'java.io.FileNotFoundException: knownHosts file not found: /no/such',
    );
    expect(await failure({ knownHosts: null })).toBe(
      'java.lang.IllegalArgumentException: SSH Steps: knownHosts must be provided when allowAnyHosts is false: web',
    );
  });

  it('that is not whole is refused before anything has happened', async () => {
    expect(await failure({ name: '' })).toMatch(/^java\.lang\.AssertionError: SSH Steps: a remote .* 'name'$/);
    expect(await failure({ user: '' })).toBe('java.lang.AssertionError: SSH Steps: user must be given (web)');
    expect(await failure({ retryCount: boxInt(-1) })).toBe(
      'java.lang.AssertionError: SSH Steps: retryCount must be zero or positive (web)',
    );
  });

  it('that needs the plugin itself is left to Java', async () => {
    for (const fields of [{ fileTransfer: 'scp' }, { logLevel: 'FINEST' }]) {
      expect(await failure(fields)).toMatch(
        /^java\.io\.IOException: org\.jenkinsci\.plugins\.sshsteps\.SSHService with /,
      );
    }
    expect(await failure({ interaction: object('some.Closure') })).toBe('');
    expect(await failure({ password: object('some.Closure') })).toBe(
      'java.io.IOException: A value of the remote some.Closure is not known to this agent',
    );
  });

  it('may have texts that Groovy put together', async () => {
    const strings = object('org.codehaus.groovy.runtime.GStringImpl', {
      strings: objectArray(['127.0.', '.', '']),
      values: objectArray([boxInt(0), '1']),
    });
    expect((await command('echo in', { remote: remote({ host: strings }) })).answer).toBe('in');
    expect((await command('echo in', { remote: hashMap([]) })).failure).toBe(
      'java.lang.AssertionError: SSH Steps: remote is null or empty',
    );
  });
});
