import { describe, expect, it, vi } from 'vitest';
import { declareClass } from '../../../src/serial/declare.js';
import type { CustomItem, JavaObject, JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { bindingFilter, consoleLogFilter, listenerOf, quotedPattern } from './support.js';

const OBJECT = 'Ljava/lang/Object;';
const STAMP = '\\[\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\\] ';
const timestamps = declareClass({ name: 'hudson.plugins.timestamper.pipeline.GlobalDecorator', suid: 1n }).create({});
const TIMEOUT = 'org.jenkinsci.plugins.workflow.steps.TimeoutStepExecution';

async function decorated(decorators: readonly JavaValue[], text: string): Promise<string> {
  const call = new ChannelCall();
  const { listener, output } = listenerOf(call, decorators);
  await listener.print(text);
  await call.finish();
  return output.text();
}

describe('timestamps', () => {
  it('stand before each line, the last incomplete one as well', async () => {
    expect(await decorated([timestamps], 'a\n\nb')).toMatch(new RegExp(`^${STAMP}a\n${STAMP}\n${STAMP}b$`));
  });
});

describe('the order of decorators', () => {
  // What a mask does to a timestamp tells which of the two had the text first.
  const mask = bindingFilter(quotedPattern(['Z]']), 'UTF-8');
  const maskedStamp = /^\[.*\d\*\*\*\* a\n$/;
  const unmaskedStamp = /Z\] a\n$/;
  const merged = (name: string, original: JavaObject, subsequent: JavaObject): JavaObject =>
    declareClass({ name, suid: 1n, fields: { original: OBJECT, subsequent: OBJECT } }).create({ original, subsequent });
  const decorators = 'org.jenkinsci.plugins.workflow.log.TaskListenerDecorator$MergedTaskListenerDecorator';
  const filters = 'org.jenkinsci.plugins.workflow.steps.BodyInvoker$MergedFilter';

  it('of a list: the last has the text first', async () => {
    expect(await decorated([mask, timestamps], 'a\n')).toMatch(maskedStamp);
    expect(await decorated([timestamps, mask], 'a\n')).toMatch(unmaskedStamp);
  });

  it('of merged decorators: the original has the text first', async () => {
    expect(await decorated([merged(decorators, timestamps, mask)], 'a\n')).toMatch(maskedStamp);
    expect(await decorated([merged(decorators, mask, timestamps)], 'a\n')).toMatch(unmaskedStamp);
  });

  it('of merged filters: the subsequent one has the text first', async () => {
    expect(await decorated([merged(filters, mask, timestamps)], 'a\n')).toMatch(maskedStamp);
    expect(await decorated([merged(filters, timestamps, mask)], 'a\n')).toMatch(unmaskedStamp);
  });
});

describe('timeout(activity: true)', () => {
  const FILTER_2 = declareClass({
    name: `${TIMEOUT}$ConsoleLogFilterImpl2`,
    suid: 1n,
    fields: { timeout: 'J', id: OBJECT },
  });
  const FILTER = declareClass({ name: `${TIMEOUT}$ConsoleLogFilterImpl`, suid: 1n, fields: { callback: OBJECT } });

  it('resets the timer at the first line, and not with each', async () => {
    const call = new ChannelCall();
    const { listener, output } = listenerOf(call, [
      consoleLogFilter(FILTER_2.create({ timeout: 3_600_000n, id: 'i' })),
    ]);
    await listener.print('no line');
    expect(call.called).toEqual([]);
    await listener.print('\na\nb\n');
    await listener.print('c\n');
    await call.finish();
    expect(output.text()).toBe('no line\na\nb\nc\n');
    expect(call.called.map((reset) => [reset.className, reset.get('id')])).toEqual([[`${TIMEOUT}$ResetTimer`, 'i']]);
  });

  it('resets it again for output that came after half of the timeout', async () => {
    const call = new ChannelCall();
    const { listener } = listenerOf(call, [consoleLogFilter(FILTER_2.create({ timeout: 20n, id: 'i' }))]);
    await listener.print('a\n');
    await listener.print('b\n');
    await vi.waitFor(() => expect(call.called.length).toBe(2));
    await call.finish();
  });

  it('of 2021: calls back, and gives the callback back', async () => {
    const call = new ChannelCall();
    const callback = call.newProxy([`${TIMEOUT}$ResetCallback`], () => null);
    const { listener } = listenerOf(call, [consoleLogFilter(FILTER.create({ callback: callback.value }))]);
    listener.retain();
    await listener.print('a\n');
    await vi.waitFor(() => expect(callback.calls.map(({ method }) => method)).toEqual(['logWritten']));
    listener.release();
    await vi.waitFor(() => expect(callback.released).toBe(true));
  });
});

describe('tee', () => {
  const TEE = declareClass({
    name: 'org.jenkinsci.plugins.pipeline.utility.steps.fs.TeeStep$TeeFilter',
    suid: 1n,
    fields: { transferredToRemote: 'Z', f: OBJECT },
    custom: ({ stream }) => [stream as CustomItem],
  });

  it('writes the same to the file and to the log', async () => {
    const call = new ChannelCall();
    const file = call.newOutput();
    const filter = TEE.create({ transferredToRemote: true, f: null }, { stream: file.value });
    const { listener, output } = listenerOf(call, [consoleLogFilter(filter)]);
    await listener.print('a\nb');
    await call.finish();
    expect(output.text()).toBe('a\nb');
    expect(file.text()).toBe('a\nb');
  });

  it('is refused without its stream', () => {
    const filter = TEE.create({ transferredToRemote: false, f: null }, { stream: null });
    expect(() => listenerOf(new ChannelCall(), [consoleLogFilter(filter)])).toThrow('came without its stream');
  });
});

describe('filters that add what only the controller can sign', () => {
  it.each([
    'hudson.plugins.timestamper.pipeline.TimestamperStep$TimestampNotesConsoleLogFilter',
    'hudson.plugins.timestamper.TimestamperBuildWrapper$ConsoleLogFilterImpl',
    'hudson.plugins.ansicolor.AnsiColorConsoleLogFilter',
  ])('%s leaves the text as it is', async (name) => {
    const filter = declareClass({ name, suid: 1n }).create({});
    expect(await decorated([consoleLogFilter(filter)], '\u001b[31mred\n')).toBe('\u001b[31mred\n');
  });
});
