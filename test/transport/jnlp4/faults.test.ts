import type { Socket } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { block, readBlock, readExactly } from '../../../src/transport/handshake.js';
import { type Jnlp4Options, openJnlp4 } from '../../../src/transport/jnlp4/client.js';
import { acceptJnlp4, type AcceptOptions } from '../../../src/transport/jnlp4/server.js';
import { secureAsController } from '../../../src/transport/jnlp4/tls.js';
import { createCredentials, type Credentials } from '../credentials.js';
import { closed, socketPair } from '../sockets.js';

let credentials: Credentials;
let strangers: Credentials;
beforeAll(() => {
  credentials = createCredentials();
  strangers = createCredentials('stranger');
});

function agent(options: Partial<Jnlp4Options> = {}): Jnlp4Options {
  return { name: 'a', secret: 's', identity: credentials.identity, ...options };
}

function accept(socket: Socket, authenticate: AcceptOptions['authenticate'], timeoutMs?: number): Promise<unknown> {
  return acceptJnlp4(socket, { ...credentials, authenticate, timeoutMs }).catch((error: unknown) => error);
}

/** The controller's phases, each done in an orderly way up to a point. */
const phases = {
  preamble: async (socket: Socket): Promise<Socket> => {
    await readBlock(socket);
    return socket;
  },
  ack: async (socket: Socket): Promise<Socket> => {
    await phases.preamble(socket);
    socket.write(block('ACK'));
    await readBlock(socket);
    return socket;
  },
  tls: async (socket: Socket): Promise<Socket> => {
    await phases.ack(socket);
    return secureAsController(socket, credentials, {});
  },
  headers: async (socket: Socket): Promise<Socket> => {
    const secure = await phases.tls(socket);
    await readBlock(secure);
    secure.write(block('{}'));
    return secure;
  },
  verdict: async (socket: Socket): Promise<Socket> => {
    const secure = await phases.headers(socket);
    await readBlock(secure);
    secure.write(block('OK'));
    return secure;
  },
};
const phaseNames = Object.keys(phases) as (keyof typeof phases)[];

describe('openJnlp4', () => {
  it.each(phaseNames)('fails when the controller ends after its %s', async (phase) => {
    const [socket, peer] = await socketPair();
    void phases[phase](peer).then((stream) => stream.end());
    await expect(openJnlp4(socket, agent())).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      policy: 'retryable',
      message: expect.stringMatching(/^Connection lost during the .*: ./) as unknown,
    });
    await closed(socket);
  });

  it.each(phaseNames)('fails when the connection is reset after the %s', async (phase) => {
    const [socket, peer] = await socketPair();
    void phases[phase](peer).then(() => peer.resetAndDestroy());
    await expect(openJnlp4(socket, agent())).rejects.toMatchObject({ code: 'CONNECTION_LOST', policy: 'retryable' });
    await closed(socket);
  });

  it.each(phaseNames)('does not wait for ever after the %s', async (phase) => {
    const [socket, peer] = await socketPair();
    void phases[phase](peer).catch(() => undefined);
    const started = openJnlp4(socket, agent({ timeoutMs: 400 }));
    await expect(started).rejects.toMatchObject({
      code: 'TIMEOUT',
      policy: 'retryable',
      message: expect.stringMatching(/^Timeout waiting for /) as unknown,
    });
    await closed(socket);
  });

  it.each(phaseNames)('can be aborted after the %s', async (phase) => {
    const [socket, peer] = await socketPair();
    const controller = new AbortController();
    const reason = new Error('stop');
    void phases[phase](peer).then(() => setTimeout(() => controller.abort(reason), 20));
    await expect(openJnlp4(socket, agent({ signal: controller.signal }))).rejects.toBe(reason);
    await closed(socket);
  });

  it('does nothing when it is aborted beforehand', async () => {
    const [socket] = await socketPair();
    const reason = new Error('stop');
    await expect(openJnlp4(socket, agent({ signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    await closed(socket);
    expect(socket.bytesWritten).toBe(0);
  });

  it.each([
    ['Unknown protocol:Protocol:JNLP4-connect\n', '556e6b6e6f', /enable JNLP4-connect on the controller/],
    ['HTTP/1.1 400 Bad Request\r\n\r\n', '485454502f', /this is an HTTP port/],
    ['\x00\x03NAK', '00034e414b', /not the TCP port/],
    ['\x00', '00', /not the TCP port/],
  ])('explains the answer %j', async (answer, hex, hint) => {
    const [socket, peer] = await socketPair();
    peer.end(answer, 'latin1');
    const error: unknown = await openJnlp4(socket, agent()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'PROTOCOL_UNSUPPORTED', policy: 'refused' });
    expect((error as Error).message).toContain(
      `Incorrect acknowledgement sequence, expected 0x000341434b got 0x${hex} `,
    );
    expect((error as Error).message).toMatch(hint);
    await closed(socket);
  });

  it('sends nothing to a controller with another key', async () => {
    const [socket, peer] = await socketPair();
    const received: Buffer[] = [];
    const seen = phases.ack(peer).then(async () => {
      const secure = await secureAsController(peer, strangers, {});
      secure.on('data', (bytes: Buffer) => received.push(bytes));
      await new Promise((resolve) => secure.once('close', resolve));
    });
    // In TLS 1.2 the controller's handshake is complete first, so that it would read whatever came after.
    await expect(openJnlp4(socket, agent({ maxVersion: 'TLSv1.2' }))).rejects.toMatchObject({
      code: 'IDENTITY_MISMATCH',
      policy: 'retryable',
      message: expect.stringContaining(
        'Public key of the first certificate in chain (subject: CN=stranger) is not in the list of trusted keys',
      ) as unknown,
    });
    await seen;
    await closed(socket);
    expect(received).toEqual([]);
  });

  it('fails on a peer that does not speak TLS', async () => {
    const [socket, peer] = await socketPair();
    void phases.ack(peer).then(() => peer.write('this is no TLS record, whatever comes'));
    await expect(openJnlp4(socket, agent())).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await closed(socket);
  });

  it.each(['nonsense', '[]', '{"a":1}', '{"a":{}}', ''])('fails on the headers %j', async (json) => {
    const [socket, peer] = await socketPair();
    void phases.tls(peer).then((secure) => secure.write(block(json)));
    await expect(openJnlp4(socket, agent())).rejects.toMatchObject({
      code: 'PROTOCOL_VIOLATION',
      message: 'Malformed connection header',
    });
    await closed(socket);
  });

  it('fails on a verdict and on a capability that are none', async () => {
    for (const phase of ['headers', 'verdict'] as const) {
      const [socket, peer] = await socketPair();
      void phases[phase](peer).then((secure) => secure.write(block('MAYBE')));
      await expect(openJnlp4(socket, agent())).rejects.toMatchObject({ code: 'PROTOCOL_VIOLATION' });
      await closed(socket);
    }
  });

  it.each([
    [{ error: 'Unknown client name: a' }, 'REFUSED', 'Unknown client name: a (the controller has no inbound agent'],
    [{ error: 'Authorization failure' }, 'REFUSED', 'Authorization failure (the secret does not belong'],
    [
      { error: 'a is already connected to this controller. Rejecting this connection.' },
      'REFUSED',
      'a is already connected to this controller. Rejecting this connection.',
    ],
    [{ error: 'Never again', permanent: true }, 'REFUSED_PERMANENTLY', 'Never again'],
  ])('reports the refusal %j', async (refusal, code, text) => {
    const [socket, peer] = await socketPair();
    const server = accept(peer, () => refusal);
    await expect(openJnlp4(socket, agent())).rejects.toMatchObject({
      code,
      policy: 'refused',
      message: expect.stringContaining(text) as unknown,
    });
    expect(await server).toMatchObject({ code, message: refusal.error });
    await closed(socket);
    await closed(peer);
  });

  it('confirms a refusal with BYE', async () => {
    const [socket, peer] = await socketPair();
    const answers = phases.headers(peer).then(async (secure) => {
      secure.write(block('ERROR: no'));
      return [(await readBlock(secure)).toString(), (await readBlock(secure)).toString()];
    });
    await expect(openJnlp4(socket, agent())).rejects.toMatchObject({ code: 'REFUSED', message: 'no' });
    expect(await answers).toEqual(['OK', 'BYE']);
  });

  it('announces its name to a JNLP4 proxy', async () => {
    const [socket, peer] = await socketPair();
    const opened = openJnlp4(socket, agent({ name: 'ä', throughJnlpProxy: true, timeoutMs: 300 }));
    const rejected = expect(opened).rejects.toMatchObject({ code: 'TIMEOUT' });
    const expected = Buffer.concat([
      block('Protocol:JNLP4-connect-proxy'),
      Buffer.from('Node-Name: ä\n\n'),
      block('Protocol:JNLP4-connect'),
      block('ACK'),
    ]);
    expect((await readExactly(peer, expected.length)).toString()).toBe(expected.toString());
    await rejected;
  });

  it('refuses headers that do not fit', async () => {
    const [socket, peer] = await socketPair();
    void phases.tls(peer).catch(() => undefined);
    await expect(openJnlp4(socket, agent({ secret: 's'.repeat(70_000) }))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      policy: 'fatal',
    });
    await closed(socket);
  });
});

describe('acceptJnlp4', () => {
  const never = (): never => {
    throw new Error('must not be asked');
  };

  it('answers an unknown protocol with text and closes', async () => {
    const [socket, peer] = await socketPair();
    const server = accept(peer, never);
    socket.write(block('Protocol:JNLP3-connect'));
    expect((await readExactly(socket, 17)).toString()).toBe('Unknown protocol:');
    expect(await server).toMatchObject({ code: 'PROTOCOL_UNSUPPORTED' });
    socket.resume();
    await closed(socket);
  });

  it.each([
    ['ends', (socket: Socket) => void socket.end(), 'CONNECTION_LOST'],
    ['is silent', () => undefined, 'TIMEOUT'],
    ['is reset', (socket: Socket) => void socket.resetAndDestroy(), 'CONNECTION_LOST'],
  ])('gives up when the agent %s', async (_how, act, code) => {
    const [socket, peer] = await socketPair();
    const server = accept(peer, never, 200);
    act(socket);
    expect(await server).toMatchObject({ code });
    await closed(peer);
  });

  it('sees that the agent went away at a wrong key', async () => {
    const [socket, peer] = await socketPair();
    const server = accept(peer, never);
    await expect(openJnlp4(socket, agent({ identity: strangers.identity }))).rejects.toMatchObject({
      code: 'IDENTITY_MISMATCH',
    });
    expect(await server).toMatchObject({ code: 'CONNECTION_LOST' });
    await closed(peer);
  });

  it('takes a ClientHello that comes together with the agent’s preamble', async () => {
    const [socket, peer] = await socketPair();
    const server = accept(peer, never, 1000);
    // A TLS record of a content type that does not exist: read by TLS, not lost between the phases.
    socket.write(Buffer.concat([block('Protocol:JNLP4-connect'), block('ACK'), Buffer.from('ff03010001ff', 'hex')]));
    expect(await server).toMatchObject({
      code: 'CONNECTION_LOST',
      message: expect.stringMatching(/SSL|wrong version/i) as unknown,
    });
  });
});
