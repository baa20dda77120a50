import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildListener, REMOTE_LAUNCH_CALLABLE } from '../../../tools/controller/calls/launch-classes.js';
import { arrayList, booleanArray, stringArray, unbox } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { RecordingLogger } from '../../support/channel-pair.js';
import { ChannelCall } from '../../support/channel-call.js';
import { eventually, isRunning } from '../../support/processes.js';
import { RECORD, join, launchWith } from './support.js';

let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'launcher-')));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('RemoteLaunchCallable', () => {
  it.each([
    ['a record', RECORD],
    ['a class', REMOTE_LAUNCH_CALLABLE],
  ])('runs a build step, sent as %s', async (_, shape) => {
    const call = new ChannelCall();
    const console = call.newOutput();
    const listener = buildListener(console.value);
    const { process } = await launchWith(
      call,
      'echo out; echo err >&2; pwd; exit 3',
      {
        listener,
        stdoutListener: listener,
        workDir: folder,
      },
      shape,
    );
    expect(console.chunks[0]?.toString()).toBe(
      `[${path.basename(folder)}] $ sh -c "echo out; echo err >&2; pwd; exit 3"\n`,
    );
    expect(console.flushes).toBeGreaterThan(0);
    expect(await join(call, process)).toBe(3);
    expect(console.text().split('\n').slice(1).join('\n')).toBe(`out\nerr\n${folder}\n`);
    expect([console.released, console.closed]).toEqual([true, false]);
    expect(unbox(await call.invokeExported(process, 'isAlive'))).toBe(false);
  });

  it('says nothing when it is to be quiet', async () => {
    const call = new ChannelCall();
    const { console, process } = await launchWith(call, 'exit 0', { quiet: true });
    expect(await join(call, process)).toBe(0);
    expect(console.text()).toBe('');
  });

  it('masks what it prints and expands what it runs', async () => {
    const call = new ChannelCall();
    const out = call.newOutput();
    const { console, process } = await launchWith(call, ['echo', '$SECRET', '${HOME}', '$$HOME', '$UNKNOWN'], {
      masks: booleanArray([false, true, false, false, false]),
      env: stringArray(['SECRET=top', 'PATH+X=/x']),
      out: out.value,
    });
    await join(call, process);
    expect(console.text()).toBe('$ echo ******** ${HOME} $$HOME $UNKNOWN\n');
    expect(out.text()).toBe('top /home/jenkins $HOME $UNKNOWN\n');
  });

  it("gives the process the agent's environment with the overrides", async () => {
    const call = new ChannelCall({ environment: { PATH: '/usr/bin:/bin', BASE: 'base' } });
    const out = call.newOutput();
    const env = stringArray(['PATH+TOOL=$TOOL/bin', 'TOOL=/t', 'BASE=$BASE+more', 'GONE=']);
    const { process } = await launchWith(call, '/usr/bin/env', { env, out: out.value });
    await join(call, process);
    const lines = out.text().split('\n');
    expect(lines).toEqual(expect.arrayContaining(['PATH=/t/bin:/usr/bin:/bin', 'TOOL=/t', 'BASE=base+more']));
    expect(lines.filter((line) => /^(GONE|HOME)=/.test(line))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('HUDSON_COOKIE='))).toHaveLength(1);
  });

  it('writes stderr to its own stream when there is one', async () => {
    const call = new ChannelCall();
    const [out, err] = [call.newOutput(), call.newOutput()];
    const { process } = await launchWith(call, 'echo out; echo err >&2', { out: out.value, err: err.value });
    await join(call, process);
    expect([out.text(), err.text()]).toEqual(['out\n', 'err\n']);
    await eventually(() => out.released && err.released);
  });

  it('copies a stream to stdin', async () => {
    const call = new ChannelCall();
    const [input, out] = [call.newInput([Buffer.from('a'), Buffer.from('b')]), call.newOutput()];
    const { process } = await launchWith(call, 'cat', { in: input.value, out: out.value });
    expect(await join(call, process)).toBe(0);
    expect(out.text()).toBe('ab');
    expect(input.cancelled).toBe(true);
  });

  it('lets the controller read and write the streams itself', async () => {
    const call = new ChannelCall();
    const err = call.newOutput();
    const { process } = await launchWith(call, 'cat; echo err >&2', {
      reverseStdin: true,
      reverseStdout: true,
      reverseStderr: true,
      err: err.value,
    });
    const triplet = (await call.invokeExported(process, 'getIOtriplet')) as JavaObject;
    expect(triplet.className).toBe('hudson.Launcher$IOTriplet');
    const stdin = call.exportedSink(triplet.get('stdin'));
    await stdin.write(Buffer.from('hello\n'));
    await stdin.end();
    expect(await contentOf(call, triplet.get('stdout'))).toBe('hello\nerr\n');
    expect(await contentOf(call, triplet.get('stderr'))).toBe('');
    expect(await join(call, process)).toBe(0);
    expect([err.text(), err.released]).toEqual(['', true]);
  });

  it('has no streams in the triplet that nobody asked for', async () => {
    const call = new ChannelCall();
    const { process } = await launchWith(call, 'exit 0');
    const triplet = (await call.invokeExported(process, 'getIOtriplet')) as JavaObject;
    expect(['stdin', 'stdout', 'stderr'].map((name) => triplet.get(name))).toEqual([null, null, null]);
    await join(call, process);
  });

  it('kills the process and its descendants', async () => {
    const call = new ChannelCall();
    const out = call.newOutput();
    const { process } = await launchWith(call, 'setsid sleep 100 & echo $!; exec sleep 100', { out: out.value });
    await eventually(() => out.text().includes('\n'));
    const grandchild = Number.parseInt(out.text(), 10);
    expect(unbox(await call.invokeExported(process, 'isAlive'))).toBe(true);
    expect(await call.invokeExported(process, 'kill')).toBeNull();
    expect(unbox(await call.invokeExported(process, 'isAlive'))).toBe(false);
    expect(isRunning(grandchild)).toBe(false);
    expect(await join(call, process)).toBe(143);
    expect(await call.invokeExported(process, 'kill')).toBeNull();
  }, 30_000);

  it('kills the process when a join is cancelled', async () => {
    const call = new ChannelCall();
    const out = call.newOutput();
    const { process } = await launchWith(call, 'echo $$$$; sleep 100; :', { out: out.value });
    await eventually(() => out.text().includes('\n'));
    const joined = call.invokeExported(process, 'join');
    call.cancel();
    await expect(joined).rejects.toMatchObject({ javaClass: 'java.lang.InterruptedException' });
    expect(isRunning(Number.parseInt(out.text(), 10))).toBe(false);
    await eventually(() => out.released);
  }, 30_000);

  it('goes on without a reader: nothing hangs, nothing is kept', async () => {
    const call = new ChannelCall();
    const listenerOutput = call.newOutput();
    const { process } = await launchWith(call, 'echo x; sleep 0.2; echo more; sleep 0.2; exit 6', {
      stdoutListener: buildListener(listenerOutput.value),
    });
    listenerOutput.onWrite = () => Promise.reject(new Error('the channel is closed'));
    const joined = join(call, process);
    call.exportedObject(process).release();
    expect(await joined).toBe(6);
    await eventually(() => listenerOutput.released);
  });

  it('does not keep a process waiting for a reader that never came', async () => {
    const call = new ChannelCall();
    const { process } = await launchWith(call, 'yes', { reverseStdout: true });
    expect(unbox(await call.invokeExported(process, 'isAlive'))).toBe(true);
    const joined = join(call, process);
    call.exportedObject(process).release();
    expect(await joined).toBe(141);
  });

  it('fails as the official agent does, with nothing kept', async () => {
    const call = new ChannelCall();
    const out = call.newOutput();
    const missing = launchWith(call, ['no-such-program'], { out: out.value, workDir: folder });
    await expect(missing).rejects.toMatchObject({
      javaClass: 'java.io.IOException',
      message: `Cannot run program "no-such-program" (in directory "${folder}"): error=2, No such file or directory`,
    });
    await expect(launchWith(call, 'exit', { workDir: `${folder}/gone/../gone/` })).rejects.toThrow(
      `Process working directory '${folder}/gone' doesn't exist!`,
    );
    expect(out.released).toBe(true);
  });

  it('refuses a command with null in it, and methods that a process has not', async () => {
    const call = new ChannelCall();
    const withNull = launchWith(call, 'x', { cmd: arrayList(['a', null]) });
    await expect(withNull).rejects.toMatchObject({ javaClass: 'java.lang.NullPointerException' });
    const { process } = await launchWith(call, 'exit 0');
    await expect(call.invokeExported(process, 'destroy')).rejects.toThrow('Unable to call destroy.');
    await join(call, process);
  });

  it('warns of cyclic references among the overrides', async () => {
    const logger = new RecordingLogger();
    const call = new ChannelCall({ logger });
    const { process } = await launchWith(call, 'exit 0', { env: stringArray(['A=$B', 'B=$A']) });
    await join(call, process);
    expect(logger.records.map(({ message }) => message)).toContain('Cyclic reference detected: A -> B -> A');
  });
});

async function contentOf(call: ChannelCall, value: JavaValue | undefined): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of call.exportedSource(value)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
