import { existsSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { forgetLaunched, rememberLaunched } from '../../../src/os/process/launched-processes.js';
import { listValues, logRecord, stringMap, unbox } from '../../../src/serial/jdk.js';
import { JavaObject } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { ask, askAt } from '../ask.js';

describe('system information', () => {
  it('lists the system properties that people look up, sorted', async () => {
    const answer = await ask('hudson.util.RemotingDiagnostics$GetSystemProperties');
    expect((answer as JavaObject).className).toBe('java.util.TreeMap');
    const properties = stringMap(answer);
    const names = [...properties.keys()];
    expect(names).toEqual([...names].sort());
    expect(properties.get('file.separator')).toBe('/');
    expect(properties.get('path.separator')).toBe(':');
    expect(properties.get('line.separator')).toBe('\n');
    expect(properties.get('java.io.tmpdir')).toBe('/tmp');
    expect(properties.get('file.encoding')).toBe('UTF-8');
    expect(properties.get('user.dir')).toBe(process.cwd());
    expect(properties.get('java.vm.name')).toBe('Node.js');
    expect(properties.get('java.vm.version')).toBe(process.version);
    for (const name of ['os.name', 'os.arch', 'os.version', 'user.name', 'user.home', 'java.version']) {
      expect(properties.get(name), name).toMatch(/./);
    }
  });

  it('lists the environment in natural order', async () => {
    const call = new ChannelCall({ environment: { b: '2', A: '1', Z: '3' } });
    const answer = stringMap(await ask('hudson.slaves.SlaveComputer$ListFullEnvironment', {}, call));
    expect([...answer]).toEqual([
      ['A', '1'],
      ['Z', '3'],
      ['b', '2'],
    ]);
  });

  it.each([
    ['hudson.slaves.SlaveComputer$LoadingCount', { resource: true }, 0],
    ['hudson.slaves.SlaveComputer$LoadingCount', { resource: false }, 0],
    ['hudson.slaves.SlaveComputer$LoadingTime', { resource: true }, 0n],
    ['hudson.slaves.SlaveComputer$LoadingPrefetchCacheCount', {}, 0],
  ])('%s %j answers %s: nothing is ever loaded', async (name, fields, expected) => {
    expect(unbox(await ask(name, fields))).toBe(expected);
  });
});

describe('the thread dump', () => {
  it('shows requests and processes in the form of a thread dump', async () => {
    rememberLaunched(4242, {} as never);
    onTestFinished(() => forgetLaunched(4242));
    const dump = stringMap(await ask('hudson.util.RemotingDiagnostics$GetThreadDump'));
    expect([...dump.keys()]).toEqual([
      'main',
      expect.stringMatching(/^request for controller id=\d+$/),
      'process 4242',
    ]);
    const [, request = ''] = [...dump.keys()];
    expect(dump.get(request)).toBe(`"${request}" Id=2 Group=requests RUNNABLE\n\t-  running a call\n\n`);
    expect(dump.get('process 4242')).toMatch(/^"process 4242" Id=3 Group=processes RUNNABLE\n/);
    expect(dump.get('main')).toMatch(/^"main" Id=1 Group=main RUNNABLE\n(\t- {2}\d+ x \w+\n)*\n$/);
  });
});

describe('the log', () => {
  it('answers the records of the agent as they are', async () => {
    const record = logRecord({ level: 'WARNING', message: 'it burns', millis: 5, sequenceNumber: 1 });
    const call = new ChannelCall({ recentLogRecords: () => [record] });
    const [answered] = listValues(await ask('hudson.slaves.SlaveComputer$SlaveLogFetcher', {}, call));
    expect(answered).toBeInstanceOf(JavaObject);
    expect((answered as JavaObject).get('message')).toBe('it burns');
  });

  it('answers an empty list when there are none', async () => {
    expect(listValues(await ask('hudson.slaves.SlaveComputer$SlaveLogFetcher'))).toEqual([]);
  });
});

describe("the machine's name", () => {
  it('lists IPv4 addresses, loopback left out', async () => {
    const addresses = listValues(await ask('hudson.model.Computer$ListPossibleNames'));
    for (const address of addresses) expect(address).toMatch(/^(?!127\.)\d+\.\d+\.\d+\.\d+$/);
  });

  it('falls back to what the controller set as host.name', async () => {
    expect(await ask('hudson.model.Computer$GetFallbackName')).toBeNull();
    const call = new ChannelCall({ controllerProperties: new Map([['host.name', 'build-7']]) });
    expect(await ask('hudson.model.Computer$GetFallbackName', {}, call)).toBe('build-7');
  });
});

it('dumps the export table', async () => {
  const call = new ChannelCall();
  call.channel.dumpExports = () => '#1 (ref.1) : hudson.remoting.IChannel\n';
  expect(await ask('hudson.model.Computer$DumpExportTableTask', {}, call)).toBe(
    '#1 (ref.1) : hudson.remoting.IChannel\n',
  );
});

it('says why there is no Groovy and what helps', async () => {
  const text = await ask('hudson.util.RemotingDiagnostics$Script', { script: 'println 1' });
  expect(text).toMatch(/^java\.lang\.UnsupportedOperationException: .*without a JVM/);
  expect(text).toContain('What helps');
});

it('leaves Groovy to Java where there may be one', async () => {
  const call = new ChannelCall({ hasBridge: true });
  await expect(ask('hudson.util.RemotingDiagnostics$Script', { script: 'println 1' }, call)).rejects.toMatchObject({
    message: expect.stringContaining('needs Java') as string,
  });
});

describe('the heap dump', () => {
  it('writes a snapshot that is its user’s alone', { timeout: 120_000 }, async () => {
    const answer = await ask('hudson.util.RemotingDiagnostics$GetHeapDump');
    const file = (answer as JavaObject).get('remote') as string;
    onTestFinished(() => rmSync(file, { force: true }));
    expect(file).toMatch(/\/hudson-heapdump\d+\.hprof$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file).subarray(0, 12).toString()).toBe('{"snapshot":');
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const call = new ChannelCall();
    call.cancel();
    await expect(ask('hudson.util.RemotingDiagnostics$GetHeapDump', {}, call)).rejects.toMatchObject({
      javaClass: 'java.lang.InterruptedException',
    });
  });
});

describe('the clean-up of old workspaces', () => {
  const NAME = 'hudson.model.WorkspaceCleanupThread$CleanupOldWorkspaces';

  it('deletes the workspace and its companions when they are old', async () => {
    const base = scratch();
    const old = (Date.now() - 31 * 24 * 3600 * 1000) / 1000;
    for (const name of ['job', 'job@2', 'job@tmp', 'job2', 'other']) {
      mkdirSync(join(base, name));
      writeFileSync(join(base, name, 'f'), '');
      utimesSync(join(base, name), old, old);
    }
    mkdirSync(join(base, 'job@3'));
    writeFileSync(join(base, 'job@file'), '');
    utimesSync(join(base, 'job@file'), old, old);
    expect(await askAt(join(base, 'job'), NAME, { retentionInDays: 30 })).toBeNull();
    const left = ['job', 'job@2', 'job@tmp', 'job2', 'other', 'job@3', 'job@file'];
    expect(left.filter((name) => existsSync(join(base, name)))).toEqual(['job2', 'other', 'job@3', 'job@file']);
  });

  it('has nothing to do where there is no directory', async () => {
    expect(await askAt(join(scratch(), 'no/such'), NAME, { retentionInDays: 30 })).toBeNull();
  });
});
