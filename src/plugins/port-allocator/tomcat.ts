import { connect } from 'node:net';
import { once } from 'node:events';
import { callable } from '../../callables/callable.js';
import { int, nullableStr, obj, readShape, str } from '../../callables/shape.js';
import { listenerField } from '../../jenkins/listener/task-listener.js';

/**
 * Tells a Tomcat that a build has left to end: the word that it was started with, sent to its shutdown port. Nobody listens when
 * it has ended by itself. Captured: the port type {String password}, the port and the listener.
 */
export const shutTomcatDown = callable({
  name: 'org.jvnet.hudson.plugins.port_allocator.TomcatShutdownPortType$1TomcatCleanUpTask',
  fields: { buildListener: listenerField, this$0: obj, val$n: int },
  run: async ({ buildListener, this$0, val$n: port }, context) => {
    const { password } = readShape(this$0, { name: nullableStr, password: str });
    const socket = connect({ host: 'localhost', port, signal: context.signal });
    try {
      await once(socket, 'connect');
    } catch {
      // The official code takes any failure to connect for an end.
      context.signal.throwIfAborted();
      return null;
    }
    try {
      socket.end(password, 'utf8');
      await once(socket, 'close');
      await buildListener.println('Shutdown left-over Tomcat');
    } catch (error) {
      context.signal.throwIfAborted();
      await buildListener.error('Failed to write to Tomcat shutdown port');
      await buildListener.println(String(error));
    } finally {
      socket.destroy();
      buildListener.flush();
      buildListener.follow(context);
    }
    return null;
  },
});
