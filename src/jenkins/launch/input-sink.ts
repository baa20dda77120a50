import type { ProcessInput } from '../../os/process/process-input.js';
import type { ByteSink } from '../../remoting/call.js';

/** Lets the controller write to a process. However the stream ends, the process sees the end of its input. */
export function inputSink(input: ProcessInput): ByteSink {
  return {
    write: (bytes) => input.write(bytes),
    end: () => input.end(),
  };
}
