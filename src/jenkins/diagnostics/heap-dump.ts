/** The heap-dump page: the controller copies the file named by the answer, then deletes it. */
import { pipeline } from 'node:stream/promises';
import { createTempFile, temporaryDirectory } from '../../os/files/temporary-files.js';
import { changeMode } from '../../os/files/attributes.js';
import { deleteFile } from '../../os/files/delete.js';
import { OPEN, openFile } from '../../os/files/open-file.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { filePath } from '../file-path/file-path-value.js';

/**
 * A snapshot of V8's heap, for the memory tools of Chrome and Node, under the name that the official agent gives its dump.
 * Taking it stops the agent for as long as that lasts, as it stops a JVM.
 */
const getHeapDump = callable({
  name: 'hudson.util.RemotingDiagnostics$GetHeapDump',
  run: async (_self, { signal }) => {
    const { getHeapSnapshot } = await import('node:v8');
    const file = await createTempFile('hudson-heapdump', '.hprof', temporaryDirectory());
    try {
      // The heap holds secrets; a JVM's dump is its user's alone too.
      await changeMode(file, 0o600);
      const { handle } = await openFile(file, OPEN.write | OPEN.noLink);
      await pipeline(getHeapSnapshot(), handle.createWriteStream(), { signal });
    } catch (error) {
      await deleteFile(file);
      signal.throwIfAborted();
      throw error;
    }
    return filePath(file);
  },
});

export const heapDumpCallables = [getHeapDump] satisfies Declaration[];
