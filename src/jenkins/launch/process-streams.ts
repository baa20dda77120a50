/**
 * Where the streams of a process lead, as hudson.Launcher.ProcStarter has it: an output that the caller wants to read
 * itself (reverse) takes precedence over a stream; reading stdout drops the stream for stderr, and so does reading stderr, which
 * merges the two: the stream of errors that the caller then reads is always empty.
 */
import type { InputSource } from '../../os/process/input-copy.js';
import type { OutputSink } from '../../os/process/output-copy.js';
import type { Call, RemoteInput, RemoteOutput } from '../../remoting/call.js';
import type { Listener } from '../listener/listener.js';
import type { LaunchRequest } from './launch-request.js';

export interface ProcessStreams {
  readonly stdin: 'empty' | 'caller' | InputSource;
  readonly stdout: 'discard' | 'caller' | OutputSink;
  readonly stderr: 'merged' | OutputSink;
  /** Keeps the controller's streams for longer than the call that brought them. */
  retain(): void;
  /** Makes the answer to a call wait, on the controller's side, for all output so far. */
  follow(call: Call): void;
  /** Gives the controller's output streams back. Their owner closes them. */
  release(): void;
}

export function processStreams(request: LaunchRequest, call: Call): ProcessStreams {
  const reverse = request.reverseStdout || request.reverseStderr;
  const listener = reverse ? null : request.stdoutListener;
  const out = !reverse && !listener && request.out ? call.output(request.out) : null;
  const err = !reverse && request.err ? call.output(request.err) : null;
  const input = !request.reverseStdin && request.in ? call.input(request.in) : null;
  return {
    stdin: request.reverseStdin ? 'caller' : (input ?? 'empty'),
    stdout: reverse ? 'caller' : (listener ?? out ?? 'discard'),
    stderr: err ?? 'merged',
    ...sharing(listener, [out, err], input),
  };
}

function sharing(
  listener: Listener | null,
  maybeOutputs: readonly (RemoteOutput | null)[],
  input: RemoteInput | null,
): Pick<ProcessStreams, 'retain' | 'follow' | 'release'> {
  const outputs = maybeOutputs.filter((output) => output !== null);
  return {
    retain: () => [listener, ...outputs, input].forEach((stream) => stream?.retain()),
    follow: (call) => {
      listener?.follow(call);
      for (const output of outputs) call.follow(output);
    },
    release: () => [listener, ...outputs].forEach((stream) => stream?.release()),
  };
}
