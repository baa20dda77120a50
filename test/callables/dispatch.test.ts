/** Requests as they come, with what plugins put around them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callableHandler } from '../../src/callables/dispatch.js';
import { declareClass } from '../../src/serial/declare.js';
import { hashMap, unbox } from '../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../src/serial/model.js';
import { agentServices } from '../support/agent-services.js';
import { channelPair } from '../support/channel-pair.js';
import { scratch } from '../os/files/scratch.js';
import { controllerPath, failureOf, object } from '../jenkins/file-path/request.js';

/** As OpenTelemetry's OpenTelemetryTraceContextPropagatorFileCallableWrapperFactory wraps what FilePath.act sends. */
const OTEL = declareClass({
  name: 'io.jenkins.plugins.opentelemetry.jenkins.OpenTelemetryTraceContextPropagatorFileCallableWrapperFactory$OTelDelegatingCallable',
  suid: 1n,
  fields: {
    remotingTracingEnabled: 'Z',
    callable: 'Lhudson/remoting/DelegatingCallable;',
    w3cTraceContext: 'Ljava/util/Map;',
  },
});

/** Over a channel, as from a controller. */
async function request(callable: JavaObject): Promise<JavaValue> {
  const { controller } = channelPair(callableHandler(agentServices()));
  onTestFinished(() => controller.close());
  return controller.call(callable);
}

function traced(callable: JavaObject): JavaObject {
  return OTEL.create({
    remotingTracingEnabled: true,
    callable,
    w3cTraceContext: hashMap([['traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']]),
  });
}

const onFile = (file: string, name: string) =>
  object('hudson.FilePath$FileCallableWrapper', { callable: object(name), filePath: controllerPath(file) });

describe('a traced request', () => {
  it('is what it wraps', async () => {
    const file = join(scratch(), 'f');
    writeFileSync(file, 'content');
    expect(unbox(await request(traced(onFile(file, 'hudson.FilePath$Length'))))).toBe(7n);
    expect(unbox(await request(traced(traced(onFile(file, 'hudson.FilePath$Exists')))))).toBe(true);
  });

  it('names what it wraps when that is not known', async () => {
    expect(await failureOf(request(traced(onFile('/', 'some.plugin.Callable'))))).toMatch(
      /^java\.io\.IOException: some\.plugin\.Callable is not known to this agent/,
    );
  });
});
