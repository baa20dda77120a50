/** An SSH server that asks for a password, which sshd lets nobody but root check. It takes no command and no file. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import type { AuthContext, Connection } from 'ssh2';

export interface PasswordServer {
  readonly port: number;
  /** The ways that were tried, in their order. */
  readonly tried: string[];
  close(): Promise<void>;
}

/** @param asks what it asks for with keyboard-interactive; without it only the method `password` is there */
export async function startPasswordServer(user: string, password: string, asks?: string): Promise<PasswordServer> {
  const tried: string[] = [];
  const connections = new Set<Connection>();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const server = new ssh2.Server({ hostKeys: [privateKey.export({ format: 'pem', type: 'pkcs1' })] }, (connection) => {
    connections.add(connection);
    connection.on('error', () => undefined);
    connection.on('close', () => connections.delete(connection));
    connection.on('authentication', (context) => authenticate(context));
    connection.on('session', (accept) => {
      const session = accept();
      session.on('exec', (acceptExec) => {
        const channel = acceptExec();
        channel.write('in\n');
        channel.exit(0);
        channel.end();
      });
    });
  });
  function authenticate(context: AuthContext): void {
    tried.push(context.method);
    const methods = asks === undefined ? (['password'] as const) : (['keyboard-interactive'] as const);
    if (context.method === 'password' && context.username === user && context.password === password) context.accept();
    else if (context.method === 'keyboard-interactive' && asks !== undefined)
      context.prompt([{ prompt: asks, echo: false }], (answers) => {
        if (answers[0] === password) context.accept();
        else context.reject([...methods]);
      });
    else context.reject([...methods]);
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    tried,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of connections) connection.end();
      }),
  };
}
