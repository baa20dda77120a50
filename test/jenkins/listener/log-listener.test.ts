import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DelayedOutput } from '../../../src/plugins/workflow-api/delayed-output.js';
import { asLogListener } from '../../../src/jenkins/listener/log-listener.js';
import { taskListener } from '../../../src/jenkins/listener/task-listener.js';
import { buildListener } from '../../../tools/controller/calls/launch-classes.js';
import { JavaError } from '../../../src/java/java-error.js';
import type { RemoteOutput } from '../../../src/remoting/call.js';
import { ChannelCall } from '../../support/channel-call.js';
import { bufferedListener, listenerOf } from '../../plugins/workflow/support.js';

const GONE = new JavaError('java.io.IOException', 'Pipe is already closed');

describe("a Pipeline's listener", () => {
  it('has everything written before the answer, without closing the log', async () => {
    const call = new ChannelCall();
    const { listener, output } = listenerOf(call, []);
    await listener.println('a line');
    await listener.print('no line');
    expect(output.text()).toBe('');
    await call.finish();
    expect(output.text()).toBe('a line\nno line');
    expect(output.closed).toBe(false);
  });

  it('ends the last line when it is closed, and only then and only once', async () => {
    const call = new ChannelCall();
    const { listener, output } = listenerOf(call, []);
    await listener.print('no line');
    await listener.endText();
    await listener.endText();
    await call.arrived();
    expect(output.text()).toBe('no line\n');
    expect(output.flushes).toBe(2);
    expect(output.closed).toBe(false);
  });

  it('swallows errors as a PrintStream, and gives them to who must know', async () => {
    const call = new ChannelCall();
    const { listener, output } = listenerOf(call, [], { bufferSize: 1 });
    output.onWrite = () => Promise.reject(GONE);
    await listener.println('lost');
    await call.arrived();
    await expect(listener.writeOrThrow(Buffer.from('lost'))).rejects.toThrow('Pipe is already closed');
  });

  it('tells of an ended channel at once, buffered or not', async () => {
    const call = new ChannelCall();
    const { listener } = listenerOf(call, []);
    await call.endChannel();
    await expect(listener.writeOrThrow(Buffer.from('x'))).rejects.toThrow('channel is already closed');
  });

  it('is given back with what it holds when it was retained', async () => {
    const call = new ChannelCall();
    const { listener, output } = listenerOf(call, []);
    listener.retain();
    await listener.print('held');
    await call.finish();
    expect(output.text()).toBe('');
    listener.release();
    await vi.waitFor(() => expect(output.released).toBe(true));
    expect(output.text()).toBe('held');
  });

  it('shares the buffer of a log that a request mentions twice', async () => {
    const call = new ChannelCall();
    const output = call.newOutput();
    const value = bufferedListener(output.value);
    const [one, two] = [taskListener(value, call), taskListener(value, call)];
    await one.print('a');
    await two.print('b');
    await one.print('c');
    await call.finish();
    expect(output.text()).toBe('abc');
    expect(output.chunks.length).toBe(1);
  });

  it('takes any listener for its end', async () => {
    const call = new ChannelCall();
    const output = call.newOutput();
    const listener = asLogListener(taskListener(buildListener(output.value), call), call);
    await listener.println('x');
    await listener.endText();
    await call.arrived();
    expect(output.text()).toBe('x\n');
  });

  it('refuses a listener that is not known', () => {
    const call = new ChannelCall();
    expect(() => taskListener(call.newOutput().value, call)).toThrow('RemoteOutputStream is not known to this agent');
  });
});

describe('a buffer of DelayBufferedOutputStream$Tuning', () => {
  const tuning = { bufferSize: 10, minRecurrencePeriod: 1000, maxRecurrencePeriod: 2000, recurrencePeriodBackoff: 1.5 };

  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A stream that takes what it is given at once, or does as the test says. */
  class Taken implements RemoteOutput {
    readonly chunks: Buffer[] = [];
    flushes = 0;
    onWrite: () => Promise<void> = () => Promise.resolve();
    readonly progress = { sent: 0, acknowledged: 0 };

    write(bytes: Buffer): Promise<void> {
      this.chunks.push(Buffer.from(bytes));
      return this.onWrite();
    }

    flush(): void {
      this.flushes++;
    }

    delivered = (): Promise<void> => Promise.resolve();
    handedOver = (): Promise<void> => Promise.resolve();
    close = (): void => undefined;
    release = (): void => undefined;
    retain = (): this => this;
    text = (): string => Buffer.concat(this.chunks).toString();
  }

  function make() {
    const output = new Taken();
    return { output, delayed: new DelayedOutput(output, tuning, new AbortController().signal) };
  }

  it('lets text go after periods that grow to a bound, without a flush', async () => {
    const { delayed, output } = make();
    for (const period of [1000, 1500, 2000, 2000]) {
      const before = output.chunks.length;
      await delayed.write(Buffer.from('a'));
      await delayed.write(Buffer.from('b'));
      await vi.advanceTimersByTimeAsync(period - 1);
      expect(output.chunks.length).toBe(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(output.chunks.length).toBe(before + 1);
    }
    expect(output.text()).toBe('abababab');
    expect(output.flushes).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets text go when it is full, and large writes at once', async () => {
    const { delayed, output } = make();
    await delayed.write(Buffer.from('12345678'));
    await delayed.write(Buffer.from('abc'));
    expect(output.text()).toBe('12345678');
    await delayed.write(Buffer.from('0123456789'));
    expect(output.text()).toBe('12345678abc0123456789');
  });

  it('reports a write that failed in the background to the next writer', async () => {
    const { delayed, output } = make();
    output.onWrite = () => Promise.reject(GONE);
    await delayed.write(Buffer.from('lost'));
    await vi.advanceTimersByTimeAsync(1000);
    await expect(delayed.write(Buffer.from('more'))).rejects.toBe(GONE);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no timer when it is released', async () => {
    const { delayed, output } = make();
    await delayed.write(Buffer.from('x'));
    delayed.release();
    delayed.release();
    expect(output.text()).toBe('x');
    expect(vi.getTimerCount()).toBe(0);
  });
});
