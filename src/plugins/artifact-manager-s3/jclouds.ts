/** artifact-manager-s3: artifacts and stashes go straight from the agent to the store, by URLs that the controller signed. */
import { gzip } from '../../os/archive/gzip.js';
import { scanGlob } from '../../os/archive/dir-scan.js';
import { tarArchive } from '../../os/archive/tar-writer.js';
import { defaultCharset } from '../../java/charsets/charset.js';
import { deleteFile } from '../../os/files/delete.js';
import { createDirectories } from '../../os/files/directories.js';
import { childFile, fileName } from '../../java/path.js';
import { createTempFile } from '../../os/files/temporary-files.js';
import { writeWholeFile } from '../../os/files/write-file.js';
import { JavaError } from '../../java/java-error.js';
import { hashMap, mapEntries, stringMap, stringValues, uriText, urlText } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { GZIP } from '../../jenkins/archive/compression.js';
import { untarInto } from '../../jenkins/archive/extract.js';
import { listenerField } from '../../jenkins/listener/task-listener.js';
import { any, bool, nullableStr, obj, str } from '../../callables/shape.js';
import { robustRequest, sanitizeUrl } from '../robust-http-client/client.js';
import { contentTypeOf } from './content-types.js';
import { uploadFile } from '../robust-http-client/transfer.js';

const MANAGER = 'io.jenkins.plugins.artifact_manager_jclouds.JCloudsArtifactManager';

/** Path -> type, for the signatures, which cover it. */
const contentTypeGuesser = fileCallable({
  name: `${MANAGER}$ContentTypeGuesser`,
  fields: { relPaths: any },
  run: ({ relPaths }) => hashMap(stringValues(relPaths).map((path) => [path, contentTypeOf(fileName(path))])),
});

const uploadToBlobStorage = fileCallable({
  name: `${MANAGER}$UploadToBlobStorage`,
  fields: { artifactUrls: any, client: obj, contentTypes: any, listener: listenerField },
  run: async ({ artifactUrls, client, contentTypes, listener }, path, context) => {
    const types = stringMap(contentTypes);
    for (const [name, url] of mapEntries(artifactUrls)) {
      const file = childFile(path, str(name, 'a key of artifactUrls'));
      const type = types.get(str(name, 'a key of artifactUrls')) ?? null;
      await uploadFile({ client, listener, signal: context.signal }, file, urlText(url), type);
    }
    listener.flush();
    listener.follow(context);
    return null;
  },
});

const stash = fileCallable({
  name: `${MANAGER}$Stash`,
  fields: {
    allowEmpty: bool,
    useDefaultExcludes: bool,
    client: obj,
    excludes: nullableStr,
    includes: nullableStr,
    listener: listenerField,
    tempDir: str,
    uri: any,
    url: any,
  },
  run: async (self, path, context) => {
    const { signal } = context;
    const { listener } = self;
    await createDirectories(self.tempDir);
    const file = await createTempFile('stash', '.tgz', self.tempDir);
    try {
      const includes = self.includes === null || self.includes === '' ? '**' : self.includes;
      const set = { includes, excludes: self.excludes, defaultExcludes: self.useDefaultExcludes };
      let count = 0;
      const scan = scanGlob(path, { ...set, followLinks: true }, signal);
      await writeWholeFile(file, gzip(tarArchive(scan, { onEntry: () => count++, signal, charset: defaultCharset })));
      if (count === 0 && !self.allowEmpty) throw new JavaError('hudson.AbortException', 'No files included in stash');
      await uploadFile({ client: self.client, listener, signal }, file, urlText(self.url), null);
      await listener.println(`Stashed ${count} file(s) to ${uriText(self.uri)}`);
    } finally {
      listener.flush();
      await deleteFile(file);
    }
    listener.follow(context);
    return null;
  },
});

const unstash = fileCallable({
  name: `${MANAGER}$Unstash`,
  fields: { client: obj, listener: listenerField, url: any },
  run: async ({ client, listener, url: from }, path, context) => {
    const url = urlText(from);
    const inFull = `download ${sanitizeUrl(url)} into ${path}`;
    const use = async (body: AsyncIterable<Buffer>) =>
      untarInto(path, await GZIP.extract(body), 'input stream', context);
    const task = { what: 'download', inFull, method: 'GET', url, use } as const;
    await robustRequest(client, task, listener, context.signal);
    listener.follow(context);
    return null;
  },
});

export const jcloudsCallables = [contentTypeGuesser, uploadToBlobStorage, stash, unstash] satisfies Declaration[];
