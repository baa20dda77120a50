import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declareClass } from '../../../src/serial/declare.js';
import { stringArray } from '../../../src/serial/jdk.js';
import { ChannelCall } from '../../support/channel-call.js';
import { eventually } from '../../support/processes.js';
import { run } from './support.js';

let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'launcher-')));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('RemoteChannelLaunchCallable', () => {
  const CHANNEL_LAUNCH = declareClass({
    name: 'hudson.Launcher$RemoteChannelLaunchCallable',
    suid: 1n,
    fields: {
      cmd: '[Ljava/lang/String;',
      envOverrides: 'Ljava/util/Map;',
      err: 'Ljava/io/OutputStream;',
      out: 'Lhudson/remoting/Pipe;',
      workDir: 'Ljava/lang/String;',
    },
  });

  it('connects the three streams of the process', async () => {
    const call = new ChannelCall();
    const [out, err] = [call.newOutput(), call.newOutput()];
    const request = CHANNEL_LAUNCH.create({
      cmd: stringArray(['sh', '-c', 'pwd; cat; echo err >&2; env | grep -c HUDSON_COOKIE']),
      envOverrides: null,
      err: err.value,
      out: out.value,
      workDir: folder,
    });
    const stdin = call.exportedSink(await run('hudson.Launcher$RemoteChannelLaunchCallable', request, call));
    await stdin.write(Buffer.from('hello\n'));
    await stdin.end();
    await eventually(() => out.closed && err.released);
    expect([out.text(), err.text()]).toEqual([`${folder}\nhello\n0\n`, 'err\n']);
    expect([out.released, err.closed]).toEqual([false, false]);
  });

  it('fails as ProcessBuilder does', async () => {
    const call = new ChannelCall();
    const [out, err] = [call.newOutput(), call.newOutput()];
    const request = CHANNEL_LAUNCH.create({
      cmd: stringArray(['ls']),
      envOverrides: null,
      err: err.value,
      out: out.value,
      workDir: '/no/where',
    });
    await expect(run('hudson.Launcher$RemoteChannelLaunchCallable', request, call)).rejects.toThrow(
      'Cannot run program "ls" (in directory "/no/where"): error=2, No such file or directory',
    );
    expect([out.released, err.released]).toEqual([true, true]);
  });
});
