/** Files that the agent itself downloads: of artifact stores outside of the controller, and for plugins. */
import { createHash } from 'node:crypto';
import { byteArray, urlText } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { AnyCallable } from '../../callables/callable.js';
import { taskListener } from '../../jenkins/listener/task-listener.js';
import { any, obj } from '../../callables/shape.js';
import { downloadFile } from './transfer.js';

const FIELDS = { client: obj, listener: any, u: any };

const copyFromRemotely = fileCallable({
  name: 'io.jenkins.plugins.httpclient.RobustHTTPClient$CopyFromRemotely',
  fields: FIELDS,
  run: async ({ client, listener: target, u }, path, context) => {
    const listener = taskListener(target, context);
    await downloadFile({ client, listener, signal: context.signal }, path, urlText(u));
    listener.follow(context);
    return null;
  },
});

/** Answers the MD5 of what it wrote. */
const copyWithFingerprint = fileCallable({
  name: 'hudson.plugins.copyartifact.CopyArtifact$CopyURLWithFingerprinting',
  fields: FIELDS,
  run: async ({ client, listener: target, u }, path, context) => {
    const listener = taskListener(target, context);
    let digest = createHash('md5');
    await downloadFile({ client, listener, signal: context.signal }, path, urlText(u), {
      onStart: () => (digest = createHash('md5')),
      onChunk: (chunk) => digest.update(chunk),
    });
    listener.follow(context);
    return byteArray(digest.digest());
  },
});

export const downloadCallables = [copyFromRemotely, copyWithFingerprint] satisfies AnyCallable[];
