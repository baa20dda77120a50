/** Feeds a stream to a process: hudson.Proc.LocalProc.StdinCopyThread. */
import type { ProcessInput } from './process-input.js';

export interface InputSource extends AsyncIterable<Buffer> {
  /** Stops a read that is under way and closes the stream. */
  cancel?(): void;
}

/**
 * Copies until the stream ends, or the process exits (the stream is then cancelled), and closes both.
 * Errors end the copy quietly, as they do in the official agent: the process sees the end of its input.
 */
export async function copyInput(source: InputSource, input: ProcessInput, exited: Promise<unknown>): Promise<void> {
  void exited.then(() => source.cancel?.());
  try {
    for await (const piece of source) await input.write(piece);
  } catch {
    source.cancel?.();
  } finally {
    input.end();
  }
}
