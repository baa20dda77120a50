/**
 * One pipe that stdout and stderr of a child share, which is what keeps their lines in order: the two that Node makes are read one
 * after the other. Windows has no pipe of that kind that Node can make, but a named one has two ends that a child can be given.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { close, open } from 'node:fs';
import net from 'node:net';
import { promisify } from 'node:util';

export interface WindowsPipe {
  readonly ours: net.Socket;
  /** A file descriptor; to be closed here when the child has its own. */
  readonly childs: number;
}

/** A pipe, the caller's to close. Its name cannot be guessed, and is gone when it is connected. */
export async function openWindowsPipe(): Promise<WindowsPipe> {
  const name = `\\\\.\\pipe\\jenkins-agent-${randomUUID()}`;
  const server = net.createServer().listen(name);
  try {
    await once(server, 'listening');
    const connected = once(server, 'connection') as Promise<[net.Socket]>;
    const childs = await promisify(open)(name, 'r+');
    try {
      const [ours] = await connected;
      return { ours, childs };
    } catch (error) {
      await promisify(close)(childs);
      throw error;
    }
  } finally {
    server.close();
  }
}
