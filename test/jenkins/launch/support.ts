import { buildListener } from '../../../tools/controller/calls/launch-classes.js';
import { declareClass } from '../../../src/serial/declare.js';
import { arrayList, unbox } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import type { ChannelCall } from '../../support/channel-call.js';
import type { TestCall } from '../../support/test-call.js';
import { runClass } from '../../support/find-class.js';

/** RemoteLaunchCallable as core 2.485 and newer send it. */
export const RECORD = declareClass({
  name: 'hudson.Launcher$RemoteLaunchCallable',
  suid: 0n,
  fields: {
    quiet: 'Z',
    reverseStderr: 'Z',
    reverseStdin: 'Z',
    reverseStdout: 'Z',
    cmd: 'Ljava/util/List;',
    env: '[Ljava/lang/String;',
    envVarsFilterRuleWrapper: 'Ljenkins/tasks/filters/EnvVarsFilterRuleWrapper;',
    err: 'Ljava/io/OutputStream;',
    in: 'Ljava/io/InputStream;',
    listener: 'Lhudson/model/TaskListener;',
    masks: '[Z',
    out: 'Ljava/io/OutputStream;',
    stdoutListener: 'Lhudson/model/TaskListener;',
    workDir: 'Ljava/lang/String;',
  },
});

type Fields = Parameters<typeof RECORD.create>[0];
const DEFAULTS: Fields = {
  quiet: false,
  reverseStderr: false,
  reverseStdin: false,
  reverseStdout: false,
  cmd: null,
  env: null,
  envVarsFilterRuleWrapper: null,
  err: null,
  in: null,
  listener: null,
  masks: null,
  out: null,
  stdoutListener: null,
  workDir: null,
};

/** Launches with a console for a listener; what the process printed is `out`'s. */
export async function launchWith(
  call: ChannelCall,
  script: string | string[],
  fields: Partial<Fields> = {},
  shape = RECORD,
) {
  const console = call.newOutput();
  const request = shape.create({
    ...DEFAULTS,
    cmd: arrayList(typeof script === 'string' ? ['sh', '-c', script] : script),
    listener: buildListener(console.value),
    ...fields,
  });
  return { console, process: await run('hudson.Launcher$RemoteLaunchCallable', request, call) };
}

/** Runs one of the callables of the family. */
export async function run(name: string, request: JavaObject, call: TestCall): Promise<JavaValue> {
  if (request.className !== name) throw new Error(`${request.className} is no ${name}`);
  return runClass(request, call);
}

export const join = async (call: ChannelCall, process: JavaValue) => unbox(await call.invokeExported(process, 'join'));
