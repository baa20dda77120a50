/** fileUnTarOperation, fileUnZipOperation, fileZipOperation. */
import { scanFull } from '../../os/archive/dir-scan.js';
import type { Scanned } from '../../os/archive/scanned.js';
import { defaultCharset } from '../../java/charsets/charset.js';
import { fileExists } from '../../os/files/attributes.js';
import { makeDirectories } from '../../os/files/directories.js';
import { remoteChild, remoteName } from '../../java/remote-path.js';
import { GZIP, NONE } from '../../jenkins/archive/compression.js';
import { untarFile } from '../../jenkins/archive/extract.js';
import { writeRemote } from '../../jenkins/file-path/remote-file.js';
import { bool, nullableStr, str } from '../../callables/shape.js';
import { operation } from './operation.js';

const unpackFields = { resolvedFilePath: str, resolvedTargetLocation: str };

const fileUnTar = operation(
  'FileUnTar',
  { ...unpackFields, isGZIP: bool },
  async ({ resolvedFilePath, resolvedTargetLocation, isGZIP }, { child, listener, context }) => {
    const target = child(resolvedTargetLocation);
    await listener.println(`Untarring ${resolvedFilePath} to ${target}`);
    if (!(await fileExists(target))) await makeDirectories(target);
    await untarFile(child(resolvedFilePath), target, isGZIP ? GZIP : NONE, context);
    await listener.println('Untar completed.');
    return true;
  },
);

const fileUnZip = operation(
  'FileUnZip',
  unpackFields,
  async ({ resolvedFilePath, resolvedTargetLocation }, { child, listener, context }) => {
    const target = child(resolvedTargetLocation);
    await listener.println(`Unzipping ${resolvedFilePath} to ${target}`);
    if (!(await fileExists(target))) await makeDirectories(target);
    const { unzipFile } = await import('../../os/archive/unzip.js');
    await unzipFile(child(resolvedFilePath), target, context.signal);
    await listener.println('Unzip completed.');
    return true;
  },
);

/** The whole folder, under its own name, into `name.zip`. outputFolderPath is there since 1.9. */
const fileZip = operation(
  'FileZip',
  { resolvedFolderPath: str, outputFolderPath: nullableStr },
  async ({ resolvedFolderPath, outputFolderPath }, { child, listener, context: { signal } }) => {
    const folder = child(resolvedFolderPath);
    const output = child(outputFolderPath ?? '');
    await listener.println(`Creating Zip file of ${folder} in ${output}`);
    const archive = remoteChild(output, `${remoteName(folder)}.zip`);
    const { zipArchive } = await import('../../os/archive/zip-writer.js');
    const { files, keepsLinks } = scanFull(folder, signal);
    const options = { charset: defaultCharset, prefix: null, noFollowLinks: false, signal };
    await writeRemote(archive, zipArchive({ files: allBut(archive, files), keepsLinks }, options));
    return true;
  },
);

/** An archive that lies in the folder would have itself for content, and grow until the disk is full. */
async function* allBut(archive: string, files: AsyncIterable<Scanned>): AsyncGenerator<Scanned> {
  for await (const scanned of files) if (scanned.file !== archive) yield scanned;
}

export const archiveOperations = [fileUnTar, fileUnZip, fileZip];
