/** What plugins that Pipelines use send beside the operations of files and processes. */
import { rename } from 'node:fs/promises';
import { filesOf } from '../../os/ant-glob/file-set.js';
import { encodeStrictly } from '../../java/charsets/strict.js';
import { deleteIfExists } from '../../os/files/delete-if-exists.js';
import { makeDirectories } from '../../os/files/directories.js';
import { nioError } from '../../java/file-errors.js';
import { absoluteFile, parentFile } from '../../java/path.js';
import { createTempFile } from '../../os/files/temporary-files.js';
import { openForWriting } from '../../os/files/write-file.js';
import { boxBoolean, hashMap } from '../../serial/jdk.js';
import { callable, fileCallable } from '../../callables/callable.js';
import type { AnyCallable } from '../../callables/callable.js';
import { nullableStr, str } from '../../callables/shape.js';

/** workspaces.txt, which names the workspaces of multibranch jobs: replaced as a whole (hudson.util.AtomicFileWriter). */
const writeAtomic = fileCallable({
  name: 'jenkins.branch.WorkspaceLocatorImpl$WriteAtomic',
  fields: { text: str },
  run: async ({ text }, path) => {
    const file = absoluteFile(path);
    const directory = parentFile(file) ?? '/';
    await makeDirectories(directory);
    const temporary = await createTempFile('atomic', 'tmp', directory);
    try {
      const writer = await openForWriting(temporary);
      try {
        await writer.write(encodeStrictly(text));
      } finally {
        await writer.close();
      }
      await rename(temporary, file).catch((error: unknown) => {
        throw nioError(error, temporary, file);
      });
    } catch (error) {
      await deleteIfExists(Buffer.from(temporary));
      throw error;
    }
    return null;
  },
});

/** The deprecated step `archive`: which files are meant, each mapped to itself, with `/` on any system. */
const listFiles = fileCallable({
  name: 'org.jenkinsci.plugins.workflow.steps.ArtifactArchiverStepExecution$ListFiles',
  fields: { includes: str, excludes: nullableStr },
  run: async ({ includes, excludes }, path, { signal }) => {
    const found: [string, string][] = [];
    for await (const file of filesOf(path, { includes, excludes, defaultExcludes: true }, signal)) {
      const name = file.replaceAll('\\', '/');
      found.push([name, name]);
    }
    return hashMap(found);
  },
});

/** Kubernetes is about to delete the pod: this connection is the last one. */
const disconnectKubernetesAgent = callable({
  name: 'org.csanchez.jenkins.plugins.kubernetes.KubernetesSlave$SlaveDisconnector',
  run: (_self, { agent }) => {
    agent.stopReconnecting();
    return null;
  },
});

/** There is no JVM to install a provider in; whatever would need it is implemented with its own cryptography. */
const installBouncyCastle = callable({
  name: 'jenkins.bouncycastle.api.InstallBouncyCastleJCAProvider',
  run: () => boxBoolean(true),
});

export const workflowCallables = [
  writeAtomic,
  listFiles,
  disconnectKubernetesAgent,
  installBouncyCastle,
] satisfies readonly AnyCallable[];
