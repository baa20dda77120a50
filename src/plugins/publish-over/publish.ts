import { localHostName } from '../../os/machine/local-host.js';
import { fileCallable } from '../../callables/callable.js';
import { obj } from '../../callables/shape.js';
import { BuildInfo } from './build-info.js';
import { isFailure, localizedMessage, publisherException } from './failure.js';
import { hostClass } from './hosts.js';
import { perform } from './perform.js';
import { readPublisher } from './publisher.js';

/**
 * Publishes files of a build to a host, and what the plugin of the host does beside it.
 * {BapPublisher publisher; BPHostConfiguration hostConfig; BPBuildInfo buildInfo}
 * @returns null
 */
export const publish = fileCallable({
  name: 'jenkins.plugins.publish_over.BPCallablePublisher',
  fields: { publisher: obj, hostConfig: obj, buildInfo: obj },
  run: async (self, _path, context) => {
    const publisher = readPublisher(self.publisher);
    const info = BuildInfo.read(self.buildInfo, context);
    const connect = hostClass(self.hostConfig).prepare(self.hostConfig, publisher, context);
    try {
      await info.println(await whereFrom());
      await perform(publisher, connect, info);
      return null;
    } catch (error) {
      context.signal.throwIfAborted();
      if (!isFailure(error)) throw error;
      const message = `Exception when publishing, exception message [${localizedMessage(error)}]`;
      throw await publisherException(message, context);
    } finally {
      info.listener?.flush();
      info.listener?.follow(context);
    }
  },
});

async function whereFrom(): Promise<string> {
  try {
    return `Connecting from host [${await localHostName()}]`;
  } catch (error) {
    return `Failed to get hostname [${localizedMessage(error)}]`;
  }
}
