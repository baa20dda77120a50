/** robust-http-client, a library in plugins of artifact stores: files that the agent itself downloads. */
import { urlText } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { any, obj } from '../../callables/shape.js';
import { listenerField } from '../../jenkins/listener/task-listener.js';
import { downloadFile } from './transfer.js';

const copyFromRemotely = fileCallable({
  name: 'io.jenkins.plugins.httpclient.RobustHTTPClient$CopyFromRemotely',
  fields: { client: obj, listener: listenerField, u: any },
  run: async ({ client, listener, u }, path, context) => {
    await downloadFile({ client, listener, signal: context.signal }, path, urlText(u));
    listener.follow(context);
    return null;
  },
});

export const declarations = [copyFromRemotely] satisfies readonly Declaration[];
