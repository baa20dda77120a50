/**
 * Starting a JVM that speaks remoting on its stdin and stdout: hudson.Launcher$RemoteChannelLaunchCallable. The agent only
 * copies bytes: the other end of that channel is on the controller.
 */
import { startProgram } from '../../os/process/start.js';
import { OutputCopy } from '../../os/process/output-copy.js';
import { variable } from '../../os/process/variable.js';
import type { RemoteOutput } from '../../remoting/call.js';
import { callable } from '../../callables/callable.js';
import { any, nullableStr, nullableStrings, obj } from '../../callables/shape.js';
import { stringMap } from '../../serial/jdk.js';
import { inputSink } from './input-sink.js';
import { inheritedEnvironment } from './remote-launch.js';

/** Answers a RemoteOutputStream: the stdin of the process. */
export const remoteChannelLaunchCallable = callable({
  name: 'hudson.Launcher$RemoteChannelLaunchCallable',
  fields: { cmd: nullableStrings, envOverrides: any, err: obj, out: obj, workDir: nullableStr },
  run: async ({ cmd, envOverrides, err, out, workDir }, context) => {
    const [stdout, stderr] = [context.output(out), context.output(err)];
    const map = envOverrides === null ? [] : [...stringMap(envOverrides)];
    const overrides = map.map(([name, value]) => [name, value ?? ''] as const);
    const { child, pipes } = await startProgram({
      command: cmd ?? [],
      environment: inheritedEnvironment(overrides, context),
      searchPath: variable(context.agent.ownEnvironment, 'PATH'),
      workDir,
      pipes: { stdin: true, stdout: true, stderr: true },
      warn: (message) => context.agent.logger.log('WARNING', 'hudson.Launcher launchChannel', message),
    });
    child.once('exit', () => {
      void pipes.stdout?.processExited();
      void pipes.stderr?.processExited();
    });
    // The official agent leaves the pipe open and has the garbage collector find out; the reader is better off with an end.
    passOn(pipes.stdout, stdout, () => stdout.close());
    passOn(pipes.stderr, stderr, () => stderr.release());
    if (!pipes.stdin) throw new Error('the process has no input');
    return context.exportOutput(inputSink(pipes.stdin));
  },
});

function passOn(
  source: ConstructorParameters<typeof OutputCopy>[0] | undefined,
  output: RemoteOutput,
  end: () => void,
): void {
  if (source) void new OutputCopy(source, output.retain()).done.then(end);
}
