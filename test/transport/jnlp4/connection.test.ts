import { getEventListeners } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Jnlp4Options, openJnlp4 } from '../../../src/transport/jnlp4/client.js';
import { type AcceptedConnection, acceptJnlp4, type AcceptOptions } from '../../../src/transport/jnlp4/server.js';
import { createCredentials, type Credentials } from '../credentials.js';
import { Recorder, sameCommands, sampleCommand } from '../recorder.js';
import { dial, listen, slowProxy } from '../sockets.js';

let credentials: Credentials;
beforeAll(() => {
  credentials = createCredentials();
});

/** A controller that takes agent `a` with secret `s`; resolves or rejects with each connection's outcome, in order. */
async function controller(
  options: Partial<AcceptOptions> = {},
): Promise<{ port: number; next: () => Promise<AcceptedConnection> }> {
  const outcomes: Promise<AcceptedConnection>[] = [];
  let arrived: () => void = () => undefined;
  const port = await listen((socket) => {
    const outcome = acceptJnlp4(socket, {
      ...credentials,
      authenticate: (headers) =>
        headers['Node-Name'] !== 'a'
          ? { error: `Unknown client name: ${headers['Node-Name'] ?? ''}` }
          : headers['Secret-Key'] === 's'
            ? { cookie: 'c00c1e' }
            : { error: 'Authorization failure' },
      ...options,
    });
    outcome.catch(() => undefined);
    outcomes.push(outcome);
    arrived();
  });
  return {
    port,
    next: async () => {
      while (outcomes.length === 0) await new Promise<void>((resolve) => (arrived = resolve));
      return outcomes.shift() as Promise<AcceptedConnection>;
    },
  };
}

function agent(options: Partial<Jnlp4Options> = {}): Jnlp4Options {
  return { name: 'a', secret: 's', identity: credentials.identity, ...options };
}

describe('JNLP4-connect', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)('connects over %s and carries commands both ways', async (version) => {
    const peer = await controller();
    const lines: string[] = [];
    const client = await openJnlp4(
      await dial(peer.port),
      agent({ minVersion: version, maxVersion: version, status: (line) => lines.push(line) }),
    );
    const server = await peer.next();
    expect(client).toMatchObject({ cookie: 'c00c1e', capability: 0x1fe });
    expect(server).toMatchObject({ headers: { 'Node-Name': 'a', 'Secret-Key': 's' }, capability: 0x1fe });
    expect(client.transport.name).toBe('JNLP4-connect');
    expect(lines).toEqual([
      'Waiting for ProtocolStack to start.',
      expect.stringMatching(/^Remote identity confirmed: [0-9a-f]{2}(:[0-9a-f]{2}){15}$/),
    ]);

    const commands = [0, 5, 8192, 600_000].map(sampleCommand);
    const atServer = new Recorder(server.transport);
    const atClient = new Recorder(client.transport);
    for (const command of commands) {
      client.transport.send(command);
      server.transport.send(command);
    }
    expect(sameCommands(await atServer.waitForCommands(4), commands)).toBe(true);
    expect(sameCommands(await atClient.waitForCommands(4), commands)).toBe(true);
    await client.transport.close();
    expect(await atServer.waitForEnd()).toBeUndefined();
    expect(await atClient.waitForEnd()).toBeUndefined();
  });

  it.each([1, 7])('connects through a proxy that passes %i byte(s) at a time', async (size) => {
    const peer = await controller();
    const client = await openJnlp4(await dial(await slowProxy(peer.port, size)), agent());
    const server = await peer.next();
    const atServer = new Recorder(server.transport);
    const atClient = new Recorder(client.transport);
    client.transport.send(sampleCommand(1000));
    server.transport.send(sampleCommand(2000));
    expect(sameCommands(await atServer.waitForCommands(1), [sampleCommand(1000)])).toBe(true);
    expect(sameCommands(await atClient.waitForCommands(1), [sampleCommand(2000)])).toBe(true);
  });

  it('loses no command that arrives before the start', async () => {
    const peer = await controller();
    const socket = await dial(peer.port);
    const client = await openJnlp4(socket, agent());
    const server = await peer.next();
    const commands = [100, 100_000, 3].map(sampleCommand);
    const before = socket.bytesRead;
    for (const command of commands) server.transport.send(command);
    await expect.poll(() => socket.bytesRead).toBeGreaterThan(before);
    expect(sameCommands(await new Recorder(client.transport).waitForCommands(3), commands)).toBe(true);
  });

  it('gives the cookie back', async () => {
    const peer = await controller();
    await openJnlp4(await dial(peer.port), agent({ cookie: 'c00c1e' }));
    expect((await peer.next()).headers).toEqual({
      'JnlpAgentProtocol.cookie': 'c00c1e',
      'Node-Name': 'a',
      'Secret-Key': 's',
    });
  });

  it('leaves nothing behind on the signal', async () => {
    const peer = await controller();
    const { signal } = new AbortController();
    const client = await openJnlp4(await dial(peer.port), agent({ signal }));
    await expect(openJnlp4(await dial(peer.port), agent({ signal, secret: 'x' }))).rejects.toMatchObject({
      code: 'REFUSED',
    });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    client.transport.destroy();
  });
});
