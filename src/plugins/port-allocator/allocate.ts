import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { JavaError } from '../../java/java-error.js';
import { errorCode } from '../../java/file-errors.js';
import { boxInt } from '../../serial/jdk.js';
import { declareThrowable, isKnownThrowable } from '../../serial/throwables.js';
import { callable } from '../../callables/callable.js';
import { int } from '../../callables/shape.js';

const UNAVAILABLE = 'org.jvnet.hudson.plugins.port_allocator.PortAllocationManager$PortUnavailableException';

/**
 * Listens for a moment to see that a port is free. {int port}, 0 for any. @returns the port
 * @throws JavaError PortUnavailableException: the plugin waits, or takes another one
 */
export const allocatePort = callable({
  name: 'org.jvnet.hudson.plugins.port_allocator.PortAllocationManager$AllocateTask',
  fields: { port: int },
  run: ({ port }) =>
    new Promise((resolve, reject) => {
      const server = createServer();
      server.once('error', (error) => reject(portUnavailable(error)));
      server.listen({ port, exclusive: true }, () => {
        const taken = (server.address() as AddressInfo).port;
        server.close(() => resolve(boxInt(taken)));
      });
    }),
});

function portUnavailable(error: Error): JavaError {
  if (!isKnownThrowable(UNAVAILABLE)) {
    declareThrowable({ name: UNAVAILABLE, suid: 1n, superclass: 'java.io.IOException' });
  }
  const reason = REASONS.get(errorCode(error) ?? '') ?? error.message;
  return new JavaError(UNAVAILABLE, reason, { cause: new JavaError('java.net.BindException', reason) });
}

/** What Java says of it. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'Address already in use'],
  ['EACCES', 'Permission denied'],
]);
