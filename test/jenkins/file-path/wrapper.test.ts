import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { scratch } from '../../os/files/scratch.js';
import { ChannelCall } from '../../support/channel-call.js';
import { called, controllerPath, failureOf, object, onPath, unboxed, wrapped } from './request.js';

function workspace(): string {
  const base = scratch();
  mkdirSync(join(base, 'd/sub'), { recursive: true });
  writeFileSync(join(base, 'f'), 'content');
  return base;
}

describe('the envelopes, FileCallableWrapper and CallableWith', () => {
  it('normalize the path', async () => {
    const base = workspace();
    expect(await unboxed(onPath(`${base}/./nope/..//f`, 'Length'))).toBe(7n);
  });

  it('look through interceptors', async () => {
    const base = workspace();
    const inner = object('hudson.FilePath$Exists');
    const interceptor = object('io.jenkins.plugins.opentelemetry.SomeInterceptor', { callable: inner });
    expect(await unboxed(wrapped(base, object('another.Interceptor', { callable: interceptor })))).toBe(true);
  });

  it('end with interceptors that wrap each other', async () => {
    const around = object('some.Interceptor', { callable: object('other.Interceptor', { callable: null }) });
    const inside = around.get('callable') as JavaObject;
    for (const { values } of inside.parts) (values as Record<string, JavaValue>)['callable'] = around;
    expect(await failureOf(wrapped('/', around))).toContain('is not known to this agent');
  });

  it('name what they do not know', async () => {
    expect(await failureOf(onPath('/', 'some.plugin.Callable'))).toBe(
      "java.io.IOException: some.plugin.Callable is not known to this agent (the controller calls it a call). This agent runs no bytecode of the controller's.",
    );
    expect(await failureOf(wrapped('/', null))).toBe('java.io.InvalidObjectException: The request holds no callable');
  });

  it('carry an interruption over in their own way', async () => {
    const base = workspace();
    mkdirSync(join(base, 'd/x'));
    const call = new ChannelCall();
    call.cancel();
    expect(await failureOf(onPath(join(base, 'd'), 'DeleteRecursive', {}, call))).toBe(
      'hudson.FilePath$TunneledInterruptedException: java.lang.InterruptedException',
    );
    const task = object('hudson.FilePath$DeleteRecursive');
    const request = object('hudson.FilePath$CallableWith', { task, this$0: controllerPath(join(base, 'd')) });
    expect(await failureOf(called(request, call))).toBe('java.io.InterruptedIOException');
  });

  it('run a task on the path of an outer FilePath', async () => {
    const base = workspace();
    const task = object('hudson.FilePath$Length');
    const request = object('hudson.FilePath$CallableWith', { task, this$0: controllerPath(join(base, 'f')) });
    expect(await unboxed(called(request))).toBe(7n);
  });
});
