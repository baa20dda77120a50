import { deleteOnExit } from '../../os/files/delete-on-exit.js';
import { deleteIfExists } from '../../os/files/delete-if-exists.js';
import { killByEnvironment } from '../../os/process/process-tree/index.js';
import { JavaError } from '../../java/java-error.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { nullableStr, obj, readShape } from '../../callables/shape.js';

/**
 * Kills an Xvfb that outlived its build, by the cookie in its environment, and deletes its directory, now or, while it is not
 * empty, at the end: { XvfbEnvironment val$zombie }, which is { int displayName, boolean shutdownWithBuild, String cookie, String frameBufferDir }.
 */
const killZombie = callable({
  name: 'org.jenkinsci.plugins.xvfb.Xvfb$3',
  fields: { val$zombie: obj },
  run: async ({ val$zombie: zombie }, { signal }) => {
    const { cookie, frameBufferDir } = readShape(zombie, { cookie: nullableStr, frameBufferDir: nullableStr });
    if (cookie === null) return null;
    await killByEnvironment([['_JENKINS_XVFB_COOKIE', cookie]], signal);
    if (frameBufferDir !== null) await deleteDirectory(frameBufferDir);
    return null;
  },
});

async function deleteDirectory(directory: string): Promise<void> {
  try {
    await deleteIfExists(directory);
  } catch (error) {
    if (!(error instanceof JavaError)) throw error;
    deleteOnExit(directory);
  }
}

export const xvfbCallables = [killZombie] satisfies Declaration[];
