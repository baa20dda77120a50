/** Publishing over SSH, to a real sshd. */
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { scratch } from '../../os/files/scratch.js';
import { SshServer } from '../git-client/support/ssh-server.js';
import { hostConfiguration, keyInfo, publish, transfer } from './request.js';

let server: SshServer;
let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'publish-ssh-'));
  server = await SshServer.start(join(home, 'sshd'));
});
afterAll(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

const host = (remoteRootDir: string, fields = {}) =>
  hostConfiguration({
    username: server.user,
    port: server.port,
    keyInfo: keyInfo({ key: server.privateKey }),
    remoteRootDir,
    ...fields,
  });

function workspace(files: Readonly<Record<string, string>>): string {
  const directory = scratch();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return directory;
}

/** Every file and every empty directory below. */
function tree(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() || readdirSync(join(entry.parentPath, entry.name)).length === 0)
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1) + (entry.isDirectory() ? '/' : ''))
    .sort();
}

describe('files', () => {
  it('go below the remote directory, and each step is told when it is to be verbose', async () => {
    const remote = scratch();
    const from = workspace({ 'target/app.war': 'war', 'target/lib/a.jar': 'a', 'target/lib/b.jar': 'b', 'x.txt': '' });
    const log = await publish(from, {
      host: host(remote),
      transfers: [transfer({ sourceFiles: 'target/**', removePrefix: 'target', remoteDirectory: 'releases/$V' })],
      verbose: true,
      variables: [['V', '1.2']],
    });
    expect(log.answer).toBeNull();
    expect(tree(remote)).toEqual(['releases/1.2/app.war', 'releases/1.2/lib/a.jar', 'releases/1.2/lib/b.jar']);
    expect(readFileSync(join(remote, 'releases/1.2/app.war'), 'utf8')).toBe('war');
    const port = server.port.toLocaleString('en-US');
    expect(log.lines.slice(0, 11)).toEqual([
      'Connecting with configuration [production] ...',
      `Creating session: username [${server.user}], hostname [127.0.0.1], port [${port}]`,
      'Connecting session ...',
      'Connected',
      'Opening SFTP channel ...',
      'SFTP channel open',
      'Connecting SFTP channel ...',
      'Connected',
      `cd [${remote}]`,
      'OK',
      `cd [${remote}]`,
    ]);
    expect(log.lines).toEqual(expect.arrayContaining(['mkdir [releases]', 'mkdir [1.2]', 'cd [releases/1.2]']));
    expect(log.lines.join('\n')).toContain('put [a.jar]\nput [b.jar]');
    expect(log.lines.slice(-2)).toEqual(['Disconnecting configuration [production] ...', 'Transferred 3 file(s)']);
    expect(log.text).toMatch(/^SSH: Connecting from host \[.+\]\n/);
  });

  it('go where the date of the build says, and no step is told otherwise', async () => {
    const remote = scratch();
    const log = await publish(workspace({ 'a.txt': 'a', 'b.txt': 'b' }), {
      host: host(remote),
      transfers: [
        transfer({ sourceFiles: 'a.txt', remoteDirectory: "'build-'yyyy", remoteDirectorySDF: true }),
        transfer({ sourceFiles: 'b.txt', remoteDirectory: '/b' }),
      ],
    });
    expect(tree(remote)).toEqual(['b/b.txt', 'build-2026/a.txt']);
    expect(log.lines).toEqual([
      'Connecting with configuration [production] ...',
      'Disconnecting configuration [production] ...',
      'Transferred 2 ( 1 + 1 ) file(s)',
    ]);
  });

  it('come without their directories when they are flattened, and never two of a name', async () => {
    const remote = scratch();
    const from = workspace({ 'a/1.txt': '1', 'b/2.txt': '2' });
    await publish(from, { host: host(remote), transfers: [transfer({ sourceFiles: '**', flatten: true })] });
    expect(tree(remote)).toEqual(['1.txt', '2.txt']);
  });

  it('replace what was there when the remote directory is to be cleaned, with all that it holds', async () => {
    const remote = workspace({ 'app/old.txt': '', 'app/deep/er/old *?.txt': '', 'other.txt': 'stays' });
    await publish(workspace({ 'new.txt': '' }), {
      host: host(remote),
      transfers: [transfer({ sourceFiles: '*', remoteDirectory: 'app', cleanRemote: true })],
    });
    expect(tree(remote)).toEqual(['app/new.txt', 'other.txt']);
  });

  it('take empty directories, default excludes and permissions along if asked', async () => {
    const remote = scratch();
    const from = workspace({ '.git/config': '', 'bin/run.sh': '#!' });
    mkdirSync(join(from, 'empty/inner'), { recursive: true });
    chmodSync(join(from, 'bin/run.sh'), 0o750);
    const files = { sourceFiles: '**', excludes: 'nothing', makeEmptyDirs: true, keepFilePermissions: true };
    await publish(from, { host: host(remote), transfers: [transfer(files)] });
    expect(tree(remote)).toEqual(['bin/run.sh', 'empty/inner/']);
    expect(statSync(join(remote, 'bin/run.sh')).mode & 0o777).toBe(0o750);
    await publish(from, { host: host(remote), transfers: [transfer({ ...files, noDefaultExcludes: true })] });
    expect(tree(remote)).toContain('.git/config');
  });

  it('of any size arrive as they are', async () => {
    const remote = scratch();
    const from = scratch();
    const bytes = randomBytes(20 * 1024 * 1024 + 1);
    writeFileSync(join(from, 'large.bin'), bytes);
    writeFileSync(join(from, 'none.bin'), '');
    await publish(from, { host: host(remote), transfers: [transfer({ sourceFiles: '*.bin' })] });
    expect(readFileSync(join(remote, 'large.bin')).equals(bytes)).toBe(true);
    expect(readFileSync(join(remote, 'none.bin'))).toHaveLength(0);
  });
});

describe('commands', () => {
  it('run after the files are there, with their output as it is', async () => {
    const remote = scratch();
    const log = await publish(workspace({ 'a.txt': 'a' }), {
      host: host(remote),
      transfers: [transfer({ sourceFiles: 'a.txt', execCommand: `cat ${remote}/$NAME; echo " and" >&2; printf end` })],
      verbose: true,
      variables: [['NAME', 'a.txt']],
    });
    const text = log.lines.join('\n');
    expect(text).toContain(
      `Opening exec channel ...\nEXEC: channel open\nEXEC: STDOUT/STDERR from command [cat ${remote}/a.txt; echo " and" >&2; printf end] ...\nEXEC: connected\n`,
    );
    expect(text.replaceAll(/SSH: /g, '')).toMatch(
      /EXEC: connected\n(a and\nend|aend and\n| and\naend)EXEC: completed after [\d,]+ ms\n/,
    );
  });

  it('print nothing without "verbose"', async () => {
    const log = await publish(scratch(), { host: host(''), transfers: [transfer({ execCommand: 'echo hidden' })] });
    expect(log.lines).toEqual([
      'Connecting with configuration [production] ...',
      expect.stringMatching(/^EXEC: completed after [\d,]+ ms$/),
      'Disconnecting configuration [production] ...',
      'Transferred 0 file(s)',
    ]);
  });

  it('have a terminal where one is asked for', async () => {
    const run = async (usePty: boolean) =>
      (
        await publish(scratch(), {
          host: host(''),
          transfers: [transfer({ execCommand: 'test -t 1 && echo "on a $TERM" || echo on none', usePty })],
          verbose: true,
        })
      ).text;
    expect(await run(true)).toContain('on a vt100\r\n');
    expect(await run(false)).toContain('on none\n');
  });

  it('may use the key that the agent logged in with', async () => {
    const command = `ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o IdentityFile=none -p ${server.port} 127.0.0.1 echo there`;
    const log = await publish(scratch(), {
      host: host(''),
      transfers: [transfer({ execCommand: command, useAgentForwarding: true })],
      verbose: true,
    });
    expect(log.text).toContain('there\n');
    const without = await publish(scratch(), {
      host: host(''),
      transfers: [transfer({ execCommand: 'echo "agent: [$SSH_AUTH_SOCK]"' })],
      verbose: true,
    });
    expect(without.text).toContain('agent: []\n');
  });

  it('of SFTP are told, and what fails does not stop those that follow', async () => {
    const remote = workspace({ 'a.txt': 'a', 'logs/1.log': 'one', 'logs/2.log': 'two', 'logs/deep/3.log': 'three' });
    const from = scratch();
    mkdirSync(join(from, 'into'));
    const commands = [
      'mkdir made',
      'rm a.txt',
      'rm gone.txt',
      'ln -s logs/1.log link',
      'ln logs/2.log hard.log',
      'rmdir made',
      'mkdir',
      'chown x',
      'ls logs',
      'get logs/*.log',
      'get -r logs into',
      'cd logs',
      'get 1.log',
    ];
    const log = await publish(from, {
      host: host(remote),
      transfers: [transfer({ execCommand: commands.join('\n'), useSftpForExec: true })],
    });
    expect(tree(remote)).toEqual(['hard.log', 'link', 'logs/1.log', 'logs/2.log', 'logs/deep/3.log']);
    expect(readFileSync(join(remote, 'link'), 'utf8')).toBe('one');
    expect(tree(from)).toEqual(['1.log', '2.log', 'into/1.log', 'into/2.log', 'into/deep/3.log']);
    expect(readFileSync(join(from, 'into/deep/3.log'), 'utf8')).toBe('three');
    const lines = log.lines.slice(1, -2);
    expect(lines.slice(0, 4)).toEqual([
      'FAILED: Message [No such file]',
      '[mkdir]: too few arguments.',
      'Unsupported command [chown]',
      'ls [logs]',
    ]);
    expect(lines.slice(4, 7).sort()).toEqual(['1.log', '2.log', 'deep']);
    expect(lines).toEqual(expect.arrayContaining(['get [logs/*.log]', 'Getting file [1.log]', 'Getting file [3.log]']));
  });
});

it('goes through jump hosts, one behind the other', async () => {
  const remote = scratch();
  await publish(workspace({ 'a.txt': 'a' }), {
    host: host(remote, { hostname: 'localhost ', jumpHost: '127.0.0.1; localhost' }),
    transfers: [transfer({ sourceFiles: 'a.txt' })],
  });
  expect(existsSync(join(remote, 'a.txt'))).toBe(true);
});
