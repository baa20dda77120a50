import { stat } from 'node:fs/promises';
import { childFile, fileName, javaFile, parentFile } from '../../java/path.js';
import { filesOf } from '../../os/ant-glob/file-set.js';
import { copyWithAttributes } from '../../os/files/copy.js';
import { createDirectories } from '../../os/files/directories.js';
import { declareClass } from '../../serial/declare.js';
import { linkedList } from '../../serial/jdk.js';
import { serialVersionUid } from '../../serial/serial-version-uid.js';
import { fileCallable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import { bool, int, nullableStr, obj } from '../../callables/shape.js';
import { remoteOf } from '../../jenkins/file-path/file-path-value.js';
import { listenerField } from '../../jenkins/listener/task-listener.js';

/**
 * Copies the artifacts that patterns select into a directory of this machine, those that are newer than what is there.
 * {BuildListener listener; String includes, excludes; boolean flatten; FilePath outputFilePath; int numberOfCurrentDeployedArtifacts}
 * @returns LinkedList of ArtifactDeployerVO, numbered on
 */
export const deployArtifacts = fileCallable({
  name: 'org.jenkinsci.plugins.artifactdeployer.service.ArtifactDeployerCopy',
  fields: {
    listener: listenerField,
    includes: nullableStr,
    excludes: nullableStr,
    flatten: bool,
    outputFilePath: obj,
    numberOfCurrentDeployedArtifacts: int,
  },
  run: async (self, directory, context) => {
    const { listener, flatten } = self;
    const remote = remoteOf(self.outputFilePath, 'ArtifactDeployerCopy.outputFilePath');
    const set = { includes: self.includes ?? '', excludes: self.excludes, defaultExcludes: true };
    const create = await resultClass(context);
    const deployed: string[] = [];
    let found = 0;
    try {
      for await (const name of filesOf(directory, set, context.signal)) {
        found++;
        const target = childFile(javaFile(remote), flatten ? fileName(name) : name);
        if (await copyIfNewer(childFile(directory, name), target)) deployed.push(target);
      }
      await listener.println(
        found === deployed.length
          ? `[ArtifactDeployer] - ${found} file(s) have been copied from the '${directory}' to '${remote}'.`
          : `[ArtifactDeployer] - All the files have not been deployed. There were ${found} input files but only ${deployed.length} were copied. Maybe you need to use the 'Delete content of remote directory' feature for deleting the remote directory before deploying.`,
      );
    } finally {
      listener.flush();
      listener.follow(context);
    }
    return linkedList(deployed.map((file, at) => create(self.numberOfCurrentDeployedArtifacts + at + 1, file)));
  },
});

/** Ant takes times that differ by less for the same. */
const GRANULARITY_MS = process.platform === 'win32' ? 2000 : 1000;

/** Ant's copy without `overwrite`. @returns whether it was copied */
async function copyIfNewer(source: string, target: string): Promise<boolean> {
  const there = await stat(target).catch(() => null);
  if (there && (await stat(source)).mtimeMs - there.mtimeMs <= GRANULARITY_MS) return false;
  const parent = parentFile(target);
  if (parent !== null) await createDirectories(parent);
  await copyWithAttributes(source, target);
  return true;
}

const RESULT = 'org.jenkinsci.plugins.artifactdeployer.ArtifactDeployerVO';

/** As javac compiles the class of 1.3 and later; it declares no serialVersionUID, so the controller's own class tells. */
const KNOWN_UID = -5458678966878017213n;

async function resultClass(context: CallableContext) {
  const classFile = await context.agent.controllerClass(RESULT, context);
  const declared = declareClass({
    name: RESULT,
    suid: classFile ? serialVersionUid(classFile) : KNOWN_UID,
    fields: { deployed: 'Z', id: 'I', fileName: 'Ljava/lang/String;', remotePath: 'Ljava/lang/String;' },
  });
  return (id: number, file: string) =>
    declared.create({ deployed: true, id, fileName: fileName(file), remotePath: file });
}
