/** What goes wrong: in the plugin's words, with no secret in them, and nothing half-written left in silence. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { scratch } from '../../os/files/scratch.js';
import { FakeCall } from '../../support/fake-call.js';
import { startHttpProxy } from '../../support/http-proxy.js';
import { eventually } from '../../support/processes.js';
import { SshServer } from '../git-client/support/ssh-server.js';
import { startPasswordServer } from '../jsch/password-server.js';
import {
  commonConfiguration,
  credentials,
  failing,
  hostConfiguration,
  keyInfo,
  publish,
  secret,
  transfer,
} from './request.js';

const PASSWORD = 'correct horse';

let server: SshServer;
let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'publish-ssh-'));
  server = await SshServer.start(join(home, 'sshd'), PASSWORD);
});
afterAll(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

const host = (fields = {}) =>
  hostConfiguration({
    username: server.user,
    port: server.port,
    keyInfo: keyInfo({ key: server.privateKey, secretPassphrase: secret(PASSWORD) }),
    ...fields,
  });
const command = (execCommand: string, fields = {}) => transfer({ execCommand, ...fields });
const hello = [command('echo hello')];

/** What the publisher fails with, without the words that are around every failure. */
async function reason(fields: object, transfers = hello): Promise<string> {
  const { failure } = await failing(scratch(), { host: host(fields), transfers });
  const found =
    /^jenkins.plugins.publish_over.BapPublisherException: Exception when publishing, exception message \[([^]*)\]$/.exec(
      failure,
    );
  return found?.[1] ?? `another failure: ${failure}`;
}

const session = (text: string) =>
  `Failed to connect and initialize SSH connection. Message: [Failed to connect session for config [production]. Message [${text}]]`;

describe('a server is not reached', () => {
  it('whose host is not there', async () => {
    expect(await reason({ hostname: 'no-such-host.invalid' })).toBe(
      session('java.net.UnknownHostException: no-such-host.invalid'),
    );
  });

  it('where nobody listens', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    expect(await reason({ port })).toBe(session('java.net.ConnectException: Connection refused'));
  });

  it('that says nothing within the time, or closes, or is none', async () => {
    const sockets: Socket[] = [];
    const greetings = ['', null, 'HTTP/1.1 400 Bad Request\r\n\r\n'];
    const servers = greetings.map((greeting) =>
      createServer((socket) => {
        sockets.push(socket.on('error', () => undefined));
        if (greeting === null) socket.destroy();
        else if (greeting !== '') socket.end(greeting);
      }).listen(0, '127.0.0.1'),
    );
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      for (const one of servers) one.close();
    });
    await Promise.all(servers.map((one) => once(one, 'listening')));
    const reasons = await Promise.all(
      servers.map((one) =>
        reason({
          port: (one.address() as AddressInfo).port,
          timeout: 2000,
          // A password: to decrypt a key takes a while.
          keyInfo: keyInfo({ secretPassphrase: secret(PASSWORD) }),
        }),
      ),
    );
    expect(reasons).toEqual([
      session('Session.connect: java.net.SocketTimeoutException: Read timed out'),
      session('connection is closed by foreign host'),
      session('connection is closed by foreign host'),
    ]);
  });

  it('and another try is made as often as configured', async () => {
    const log = await failing(scratch(), {
      host: host({ hostname: 'no-such-host.invalid' }),
      transfers: hello,
      retry: { retries: 2, retryDelay: 1n },
    });
    const again = `Caught exception [${session('java.net.UnknownHostException: no-such-host.invalid')}] Sleeping for [1]ms before trying again`;
    const connecting = 'Connecting with configuration [production] ...';
    expect(log.lines).toEqual([connecting, again, connecting, again, connecting]);
  });
});

describe('a server lets nobody in', () => {
  it('with a key that it does not know', async () => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(home, 'other')]);
    const other = readFileSync(join(home, 'other'), 'utf8');
    expect(await reason({ keyInfo: keyInfo({ key: other }) })).toBe(session("Auth fail for methods 'publickey'"));
  });

  it('with a key whose passphrase is wrong, or with what is none', async () => {
    const wrong = keyInfo({ key: server.privateKey, secretPassphrase: secret('wr0ng') });
    expect(await reason({ keyInfo: wrong })).toBe(
      'Failed to add SSH key. Message [USERAUTH fail: the passphrase of the key is missing or wrong]',
    );
    expect(await reason({ keyInfo: keyInfo({ key: 's3cret, but no key' }) })).toBe(
      'Failed to add SSH key. Message [invalid privatekey]',
    );
  });

  it('with a key that is a file of the controller', async () => {
    expect(await reason({ keyInfo: keyInfo({ keyPath: '/var/keys/$X' }) })).toMatch(
      /^Failed to read file - filename \[\/var\/keys\/\$X\] \(relative to JENKINS_HOME if not absolute\)\. Message: \[/,
    );
  });

  it('with a wrong password', async () => {
    const passwords = await startPasswordServer('deploy', PASSWORD);
    onTestFinished(() => passwords.close());
    const login = (word: string) => ({
      port: passwords.port,
      username: 'deploy',
      keyInfo: keyInfo({ secretPassphrase: secret(word) }),
    });
    expect(await reason(login('wr0ng'))).toBe(session("Auth fail for methods 'password'"));
    await publish(scratch(), { host: host(login(PASSWORD)), transfers: hello });
    expect(passwords.tried).toEqual(['none', 'password', 'none', 'password']);
  });

  it('that asks for something else than a password', async () => {
    const asking = await startPasswordServer('deploy', PASSWORD, 'Token: ');
    onTestFinished(() => asking.close());
    const login = { port: asking.port, username: 'deploy', keyInfo: keyInfo({ secretPassphrase: secret(PASSWORD) }) };
    expect(await reason(login)).toBe(session("Auth cancel for methods 'keyboard-interactive'"));
    const polite = await startPasswordServer('deploy', PASSWORD, "deploy's Password: ");
    onTestFinished(() => polite.close());
    await publish(scratch(), { host: host({ ...login, port: polite.port }), transfers: hello });
  });
});

it('logs in with what the publisher brings, or with what all servers share', async () => {
  const { privateKey: key, user: username } = server;
  const whole = { key, secretPassphrase: secret(PASSWORD) };
  await publish(scratch(), {
    host: host({ username: 'another', keyInfo: keyInfo({}) }),
    transfers: hello,
    credentials: credentials({ username, ...whole }),
  });
  await publish(scratch(), {
    host: host({ overrideKey: false, keyInfo: keyInfo({}), commonConfig: commonConfiguration(whole) }),
    transfers: hello,
  });
});

it('refuses a field that the plugin has not had, before anything has happened', async () => {
  const log = await failing(scratch(), {
    host: host(),
    transfers: [transfer({ execCommand: 'echo', execShell: 'ksh' })],
  });
  expect(log.failure).toMatch(
    /^java\.io\.IOException: jenkins\.plugins\.publish_over\.BPTransfer has a field execShell, unlike in the versions/,
  );
  expect(log.text).toBe('');
});

describe('through a proxy', () => {
  it('of HTTP, which may want to know who comes', async () => {
    const proxy = await startHttpProxy('me:s3cret');
    onTestFinished(() => proxy.close());
    const through = { proxyType: 'http', proxyHost: '127.0.0.1', proxyPort: proxy.port };
    await publish(scratch(), {
      host: host({ ...through, hostname: 'a-host.invalid', proxyUser: 'me', secretProxyPassword: secret('s3cret') }),
      transfers: hello,
    });
    expect(proxy.requests).toEqual([`CONNECT a-host.invalid:${server.port}`]);
    expect(await reason({ ...through, proxyUser: 'me', secretProxyPassword: secret('wr0ng') })).toBe(
      session('ProxyHTTP: java.io.IOException: proxy error: Proxy Authentication Required'),
    );
  });

  it('that is not there', async () => {
    for (const [proxyType, name] of [
      ['http', 'ProxyHTTP'],
      ['socks4', 'ProxySOCKS4'],
      ['socks5', 'ProxySOCKS5'],
    ]) {
      expect(await reason({ proxyType, proxyHost: 'no-such-proxy.invalid', proxyPort: 1 })).toBe(
        session(`${name ?? ''}: java.net.UnknownHostException: no-such-proxy.invalid`),
      );
    }
  });
});

describe('a command', () => {
  it('that fails fails the publisher', async () => {
    expect(await reason({}, [command('exit 3')])).toBe('Exec exit status not zero. Status [3]');
    expect(await reason({}, [command('kill -9 $$$$')])).toBe('Exec exit status not zero. Status [-1]');
  });

  it('that takes too long is given up', async () => {
    expect(await reason({}, [command('sleep 60', { execTimeout: 300 })])).toMatch(
      /^Exec timed out or was interrupted after [\d,]+ ms$/,
    );
  });

  it('is not run where commands are disabled', async () => {
    const mark = join(scratch(), 'mark');
    const files = scratch();
    writeFileSync(join(files, 'a.txt'), '');
    const disabled = { disableExec: true, remoteRootDir: scratch() };
    await publish(files, { host: host(disabled), transfers: [command(`touch ${mark}`, { sourceFiles: '*' })] });
    expect(existsSync(mark)).toBe(false);
    expect(await reason(disabled, [command(`touch ${mark}`)])).toMatch(
      /^An SSH Transfer Set must contain Source files/,
    );
    expect(await reason({}, [transfer({})])).toMatch(/^An SSH Transfer Set must not have an empty Source files and/);
  });
});

describe('files', () => {
  const files = (names: readonly string[]): string => {
    const directory = scratch();
    for (const name of names) {
      mkdirSync(join(directory, name, '..'), { recursive: true });
      writeFileSync(join(directory, name), name);
    }
    return directory;
  };

  it('go nowhere where the server has no SFTP, or one that says nothing', async () => {
    const without = await SshServer.start(join(scratch(), 'sshd'), '', ['Subsystem none /bin/true']);
    const silent = await SshServer.start(join(scratch(), 'sshd'), '', ['Subsystem sftp /bin/sleep 60']);
    onTestFinished(async () => {
      await without.close();
      await silent.close();
    });
    const run = ({ port, privateKey: key }: SshServer) =>
      reason({ port, keyInfo: keyInfo({ key }), timeout: 5000 }, [transfer({ sourceFiles: '*' })]);
    expect(await run(without)).toMatch(/Message: \[Failed to connect SFTP channel\. Message \[channel is not opened/);
    expect(await run(silent)).toContain(
      'Message: [Failed to connect SFTP channel. Message [channel is not opened: it took longer than 5,000 ms]]',
    );
  });

  it('go nowhere without the remote directory of the configuration', async () => {
    expect(await reason({ remoteRootDir: '/nowhere' }, [transfer({ sourceFiles: '*' })])).toBe(
      'Failed to connect and initialize SSH connection. Message: [Failed to change to remote directory [/nowhere]]',
    );
  });

  it('that do not fit what was configured are not sent', async () => {
    const run = async (fields: object, names = ['a/x.txt', 'b/x.txt']) =>
      (
        await failing(files(names), {
          host: host({ remoteRootDir: scratch() }),
          transfers: [transfer({ sourceFiles: '**', ...fields })],
        })
      ).failure;
    expect(await run({ removePrefix: 'a' }, ['b/x.txt'])).toContain(
      '[Failed to remove prefix from file named [b/x.txt]. Prefix [a/] must be present in all file paths]',
    );
    expect(await run({ flatten: true })).toContain('[Duplicate filename detected in flatten mode. Filename [x.txt]]');
    expect(await run({ remoteDirectory: 'build', remoteDirectorySDF: true })).toContain(
      "[Could not create a date format from [build] exception message [Illegal pattern character 'b']]",
    );
  });

  it('that a disk has no room for leave nothing of themselves, and the log says so', async () => {
    // A limit of the size of files is the same to a server: a write that fails in the middle.
    const small = join(scratch(), 'sftp-server');
    const script = ['#!/bin/sh', "trap '' XFSZ", 'ulimit -f 200', 'exec /usr/lib/openssh/sftp-server', ''];
    writeFileSync(small, script.join('\n'), { mode: 0o755 });
    const limited = await SshServer.start(join(scratch(), 'sshd'), '', [`Subsystem sftp ${small}`]);
    onTestFinished(() => limited.close());
    const from = scratch();
    writeFileSync(join(from, 'a.bin'), Buffer.alloc(1024));
    writeFileSync(join(from, 'large.bin'), Buffer.alloc(8 * 1024 * 1024));
    const remote = scratch();
    const configuration = { port: limited.port, keyInfo: keyInfo({ key: limited.privateKey }), remoteRootDir: remote };
    const log = await failing(from, { host: host(configuration), transfers: [transfer({ sourceFiles: '*.bin' })] });
    expect(log.failure).toMatch(/exception message \[Failure\]$/);
    expect(log.lines).toContain('FAILED: Message [Failure; what there was of large.bin on the server was removed]');
    expect(readdirSync(remote)).not.toContain('large.bin');
  });

  it('that may not be written fail by what the server says', async () => {
    const remote = scratch();
    mkdirSync(join(remote, 'a.txt'));
    const log = await failing(files(['a.txt']), {
      host: host({ remoteRootDir: remote }),
      transfers: [transfer({ sourceFiles: '*' })],
    });
    expect(log.failure).toContain(`[${remote}/a.txt is a directory]`);
  });

  it('are not left half-written by a build that is aborted', async () => {
    const from = scratch();
    const remote = scratch();
    writeFileSync(join(from, 'large.bin'), Buffer.alloc(64 * 1024 * 1024));
    const call = new FakeCall();
    const running = failing(
      from,
      { host: host({ remoteRootDir: remote }), transfers: [transfer({ sourceFiles: '*' })] },
      call,
    );
    await eventually(() => existsSync(join(remote, 'large.bin')));
    call.cancel();
    expect((await running).failure).toBe('java.lang.InterruptedException');
    await eventually(() => !existsSync(join(remote, 'large.bin')));
  });
});

it('ends a command whose build is aborted', async () => {
  const mark = join(scratch(), 'pid');
  const call = new FakeCall();
  const running = failing(
    scratch(),
    { host: host(), transfers: [command(`echo $$$$ > ${mark}; exec sleep 60`, { usePty: true })] },
    call,
  );
  await eventually(() => existsSync(mark) && readFileSync(mark, 'utf8') !== '');
  call.cancel();
  expect((await running).failure).toBe('java.lang.InterruptedException');
  const pid = Number(readFileSync(mark, 'utf8'));
  await eventually(() => !existsSync(`/proc/${pid}`));
});

it('tells no secret', async () => {
  const secrets = [PASSWORD, 'pr0xy', 'PRIVATE KEY'];
  const configuration = {
    proxyType: 'socks5',
    proxyHost: 'localhost',
    proxyPort: 1,
    proxyUser: 'u',
    secretProxyPassword: secret('pr0xy'),
  };
  const log = await failing(scratch(), { host: host(configuration), transfers: hello, verbose: true });
  for (const word of secrets) expect(log.text + log.failure).not.toContain(word);
});

it('refuses hosts of plugins that it does not know, before anything has happened', async () => {
  const ftp = 'jenkins.plugins.publish_over_ftp.BapFtpHostConfiguration';
  const { object } = await import('../../jenkins/file-path/objects.js');
  const log = await failing(scratch(), { host: object(ftp), transfers: hello });
  expect(log.failure).toBe(`java.io.IOException: The host configuration ${ftp} is not known to this agent`);
  expect(log.text).toBe('');
});
