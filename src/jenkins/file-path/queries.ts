/** Questions about a file that java.io.File answers and that cannot fail. */
import { canRead, fileExists, fileLength, isDirectory, lastModified } from '../../os/files/attributes.js';
import { diskSpace } from '../../os/files/disk-space.js';
import { fileUri } from '../../os/files/file-uri.js';
import { absoluteFile } from '../../java/path.js';
import { boxBoolean, boxLong, uri } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

const exists = fileCallable({
  name: 'hudson.FilePath$Exists',
  run: async (_self, path) => boxBoolean(await fileExists(path)),
});

const isADirectory = fileCallable({
  name: 'hudson.FilePath$IsDirectory',
  run: async (_self, path) => boxBoolean(await isDirectory(path)),
});

/** The access(2) answer: what root may read, root may read. */
const readable = fileCallable({
  name: 'jenkins.util.VirtualFile$Readable',
  run: async (_self, path) => boxBoolean(await canRead(path)),
});

const length = fileCallable({
  name: 'hudson.FilePath$Length',
  run: async (_self, path) => boxLong(await fileLength(path)),
});

const modified = fileCallable({
  name: 'hudson.FilePath$LastModified',
  run: async (_self, path) => boxLong(await lastModified(path)),
});

const freeSpace = fileCallable({
  name: 'hudson.FilePath$GetFreeDiskSpace',
  run: async (_self, path) => boxLong((await diskSpace(path)).free),
});

const totalSpace = fileCallable({
  name: 'hudson.FilePath$GetTotalDiskSpace',
  run: async (_self, path) => boxLong((await diskSpace(path)).total),
});

const usableSpace = fileCallable({
  name: 'hudson.FilePath$GetUsableDiskSpace',
  run: async (_self, path) => boxLong((await diskSpace(path)).usable),
});

const absolutize = fileCallable({ name: 'hudson.FilePath$Absolutize', run: (_self, path) => absoluteFile(path) });

const toUri = fileCallable({
  name: 'hudson.FilePath$ToURI',
  run: async (_self, path) => uri(await fileUri(path)),
});

export const queryCallables = [
  exists,
  isADirectory,
  readable,
  length,
  modified,
  freeSpace,
  totalSpace,
  usableSpace,
  absolutize,
  toUri,
] satisfies Declaration[];
