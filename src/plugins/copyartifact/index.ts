/** The copyartifact plugin where artifacts are in a store outside of the controller. */
import { createHash } from 'node:crypto';
import { byteArray, urlText } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { any, obj } from '../../callables/shape.js';
import { listenerField } from '../../jenkins/listener/task-listener.js';
import { downloadFile } from '../robust-http-client/transfer.js';

/** Answers the MD5 of what it wrote. */
const copyWithFingerprint = fileCallable({
  name: 'hudson.plugins.copyartifact.CopyArtifact$CopyURLWithFingerprinting',
  fields: { client: obj, listener: listenerField, u: any },
  run: async ({ client, listener, u }, path, context) => {
    let digest = createHash('md5');
    await downloadFile({ client, listener, signal: context.signal }, path, urlText(u), {
      onStart: () => (digest = createHash('md5')),
      onChunk: (chunk) => digest.update(chunk),
    });
    listener.follow(context);
    return byteArray(digest.digest());
  },
});

export const declarations = [copyWithFingerprint] satisfies readonly Declaration[];
