import type { RemoteOutput } from '../../remoting/call.js';
import type { JavaObject } from '../../serial/model.js';
import { boxInt } from '../../serial/jdk.js';
import type { CallableContext } from '../../callables/callable.js';
import type { ArchiverCall } from './archivers.js';

/**
 * Writes an archive to the controller as fast as it takes it, and closes the stream; whoever reads it learns of a failure.
 * @param make begins the archive; what it throws is the reader's business too
 * @returns Integer: how many entries
 */
export async function sendArchive(
  out: RemoteOutput,
  context: CallableContext,
  make: (call: ArchiverCall) => Promise<AsyncIterable<Buffer>>,
): Promise<JavaObject> {
  let entries = 0;
  try {
    const bytes = await make({ onEntry: () => entries++, signal: context.signal });
    for await (const chunk of bytes) await out.write(chunk);
  } catch (error) {
    out.close(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
  out.close();
  context.follow(out);
  return boxInt(entries);
}
