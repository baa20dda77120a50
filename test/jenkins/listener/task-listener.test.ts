import { describe, expect, it } from 'vitest';
import { nullableTaskListener, taskListener } from '../../../src/jenkins/listener/task-listener.js';
import { NullListener } from '../../../src/jenkins/listener/null-listener.js';
import { buildListener } from '../../../tools/controller/calls/launch-classes.js';
import { declareClass } from '../../../src/serial/declare.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';

const STREAM_TASK_LISTENER = declareClass({
  name: 'hudson.util.StreamTaskListener',
  suid: 1n,
  custom: ({ items }) => items as JavaValue[],
});

function listenerOver(call: ChannelCall, charset: string | null) {
  const output = call.newOutput();
  const listener = taskListener(STREAM_TASK_LISTENER.create({}, { items: [output.value, charset] }), call);
  return { listener, output };
}

describe('a StreamTaskListener', () => {
  it('prints as a PrintStream does', async () => {
    const call = new ChannelCall();
    const { listener, output } = listenerOver(call, 'UTF-8');
    await listener.print('a');
    await listener.println('b é');
    await listener.error('went wrong');
    await listener.fatalError('went very wrong');
    await listener.write(Buffer.from([0, 255]));
    listener.flush();
    await call.arrived();
    expect(output.bytes()).toEqual(
      Buffer.concat([Buffer.from('ab é\nERROR: went wrong\nFATAL: went very wrong\n'), Buffer.from([0, 255])]),
    );
    expect(output.flushes).toBe(1);
  });

  it('writes a line with its end in one piece', async () => {
    const call = new ChannelCall();
    const { listener, output } = listenerOver(call, 'UTF-8');
    await listener.println('one');
    await call.arrived();
    expect(output.chunks).toHaveLength(1);
  });

  it.each([
    ['ISO-8859-1', 'caf\u00e9 \u20ac', Buffer.from('caf\xe9 ?\n', 'latin1')],
    ['US-ASCII', 'caf\u00e9', Buffer.from('caf?\n')],
    ['windows-1252', '\u20ac', Buffer.from([0x80, 0x0a])],
    [null, '\u20ac', Buffer.from('\u20ac\n')],
  ])('encodes in %s', async (charset, line, bytes) => {
    const call = new ChannelCall();
    const { listener, output } = listenerOver(call, charset);
    await listener.println(line);
    await call.arrived();
    expect(output.bytes()).toEqual(bytes);
  });

  it('keeps the order of prints that nobody waits for', async () => {
    const call = new ChannelCall();
    const { listener, output } = listenerOver(call, 'UTF-8');
    await Promise.all([listener.println('1'), listener.error('2'), listener.println('3')]);
    await call.arrived();
    expect(output.text()).toBe('1\nERROR: 2\n3\n');
  });

  it('swallows that its reader is gone, but not that its call was cancelled', async () => {
    const call = new ChannelCall();
    const { listener, output } = listenerOver(call, 'UTF-8');
    output.onWrite = () => Promise.reject(new Error('Pipe is already closed'));
    await listener.println('x');
    await call.arrived();
    call.cancel();
    await expect(listener.println('x')).rejects.toThrow('Pipe is already closed');
    listener.retain();
    await listener.println('x');
  });

  it('is retained and given back', async () => {
    const call = new ChannelCall();
    const { listener, output } = listenerOver(call, 'UTF-8');
    expect(listener.retain()).toBe(listener);
    listener.release();
    await call.arrived();
    expect([output.released, output.closed]).toEqual([true, false]);
  });

  it('refuses a charset that nobody knows', async () => {
    const { listener } = listenerOver(new ChannelCall(), 'x-klingon');
    await expect(listener.println('x')).rejects.toMatchObject({
      javaClass: 'java.nio.charset.UnsupportedCharsetException',
    });
  });
});

describe('other listeners', () => {
  it('reads the console of a build', async () => {
    const call = new ChannelCall();
    const output = call.newOutput();
    await taskListener(buildListener(output.value), call).println('hello');
    await call.arrived();
    expect(output.text()).toBe('hello\n');
  });

  it('takes a LogTaskListener for its delegate', async () => {
    const call = new ChannelCall();
    const output = call.newOutput();
    const LOG_TASK_LISTENER = declareClass({
      name: 'hudson.util.LogTaskListener',
      suid: 1n,
      fields: { delegate: 'Lhudson/model/TaskListener;' },
    });
    await taskListener(LOG_TASK_LISTENER.create({ delegate: buildListener(output.value) }), call).println('logged');
    await call.arrived();
    expect(output.text()).toBe('logged\n');
  });

  it('swallows everything for a NullTaskListener', async () => {
    const NULL_TASK_LISTENER = declareClass({ name: 'hudson.model.NullTaskListener', suid: 1n });
    const listener = taskListener(NULL_TASK_LISTENER.create({}), new ChannelCall());
    expect(listener).toBeInstanceOf(NullListener);
    await listener.println('x');
    listener.retain().release();
  });

  it('refuses classes that nobody added, by name', () => {
    const unknown = declareClass({ name: 'org.example.OtherListener', suid: 1n }).create({});
    expect(() => taskListener(unknown, new ChannelCall())).toThrow(
      'The task listener org.example.OtherListener is not known to this agent',
    );
  });

  it('takes null only where null may come', () => {
    expect(() => taskListener(null, new ChannelCall())).toThrow(
      expect.objectContaining({ javaClass: 'java.lang.NullPointerException' }) as Error,
    );
    expect(nullableTaskListener(null, new ChannelCall())).toBeNull();
  });
});
