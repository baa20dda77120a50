import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { encodeChunks } from '../../src/transport/chunks.js';
import { StreamTransport, type StreamTransportOptions } from '../../src/transport/stream-transport.js';
import { Recorder, sampleCommand } from './recorder.js';
import { closed, socketPair } from './sockets.js';

async function pair(options?: StreamTransportOptions): Promise<[StreamTransport, Socket, Socket]> {
  const [socket, peer] = await socketPair();
  return [new StreamTransport('test', socket, options), peer, socket];
}

describe('StreamTransport', () => {
  it('sends everything that is queued, then ends', async () => {
    const [transport, peer, socket] = await pair();
    const commands = Array.from({ length: 50 }, (_, i) => sampleCommand(i * 5000, i));
    for (const command of commands) transport.send(command);
    const done = transport.close();
    transport.send(sampleCommand(1));
    const received: Buffer[] = [];
    for await (const bytes of peer as AsyncIterable<Buffer>) received.push(bytes);
    await done;
    expect(Buffer.concat(received).equals(Buffer.concat(commands.map(encodeChunks)))).toBe(true);
    await closed(socket);
  });

  it('sends what one turn of the event loop brings in one piece', async () => {
    const [transport, peer] = await pair();
    const pieces: Buffer[] = [];
    peer.on('data', (bytes: Buffer) => pieces.push(bytes));
    for (let i = 0; i < 20; i++) transport.send(Buffer.of(i));
    await transport.close();
    expect(pieces.map((piece) => piece.length)).toEqual([60]);
  });

  it('ends by force when the peer does not', async () => {
    const [transport, peer, socket] = await pair();
    peer.allowHalfOpen = true;
    const recorder = new Recorder(transport);
    await transport.close(50);
    await closed(socket);
    expect(recorder.ends).toEqual([undefined]);
    // Again, and after the end: at once.
    await transport.close();
    transport.destroy(new Error('late'));
    expect(recorder.ends).toEqual([undefined]);
  });

  it('tells an orderly end, an end in a command, a reset and its own destruction apart', async () => {
    const outcomes: unknown[] = [];
    for (const act of [
      (peer: Socket) => peer.end(encodeChunks(Buffer.of(1))),
      (peer: Socket) => peer.end(Buffer.of(0)),
      (peer: Socket) => peer.end(Buffer.of(0x80, 1, 1)),
      (peer: Socket) => peer.resetAndDestroy(),
      (_peer: Socket, transport: StreamTransport) => transport.destroy(new Error('mine')),
      (_peer: Socket, transport: StreamTransport) => transport.destroy(),
    ]) {
      const [transport, peer, socket] = await pair();
      const recorder = new Recorder(transport);
      act(peer, transport);
      outcomes.push((await recorder.waitForEnd())?.message);
      await closed(socket);
      expect(recorder.ends).toHaveLength(1);
    }
    expect(outcomes).toEqual([
      undefined,
      'The connection ended in the middle of a command',
      'The connection ended in the middle of a command',
      'Connection lost: read ECONNRESET',
      'mine',
      undefined,
    ]);
  });

  it('reports an end that came before the start, and delivers what came before it', async () => {
    const [transport, peer, received] = await pair();
    const bytes = encodeChunks(Buffer.of(7));
    peer.end(bytes);
    await expect.poll(() => received.bytesRead).toBe(bytes.length);
    const recorder = new Recorder(transport);
    expect(await recorder.waitForEnd()).toBeUndefined();
    expect(recorder.commands).toEqual([Buffer.of(7)]);

    const [lost, other, socket] = await pair();
    lost.destroy(new Error('gone'));
    await closed(socket);
    other.destroy();
    expect(await new Recorder(lost).waitForEnd()).toMatchObject({ message: 'gone' });
  });

  it('delivers nothing after it was destroyed from within a command', async () => {
    const [transport, peer, socket] = await pair();
    const seen: number[] = [];
    const ended = new Promise((resolve) => {
      transport.start({
        command: (bytes) => {
          seen.push(bytes.length);
          transport.destroy();
        },
        end: resolve,
      });
    });
    peer.write(Buffer.concat([encodeChunks(sampleCommand(1)), encodeChunks(sampleCommand(2))]));
    await ended;
    await closed(socket);
    expect(seen).toEqual([1]);
  });

  it('ends on a command beyond the limit', async () => {
    const [transport, peer, socket] = await pair({ maxCommandBytes: 10 });
    const recorder = new Recorder(transport);
    peer.write(encodeChunks(sampleCommand(11)));
    expect(await recorder.waitForEnd()).toMatchObject({ code: 'COMMAND_TOO_LARGE' });
    await closed(socket);
  });

  it('holds writers back until the peer reads', async () => {
    const [transport, peer] = await pair();
    const command = sampleCommand(1_000_000);
    await transport.drained();
    for (let i = 0; i < 20; i++) transport.send(command);
    let drained = false;
    const waiting = transport.drained().then(() => (drained = true));
    // Time enough for what nobody holds back: the same to a peer that reads.
    const [free, reader] = await pair();
    reader.resume();
    for (let i = 0; i < 20; i++) free.send(command);
    await free.close();
    expect(drained).toBe(false);
    peer.resume();
    await waiting;
    transport.destroy();
  });

  it('gives up when the peer stops reading, and lets its writers go', async () => {
    const [transport, , socket] = await pair({ writeTimeoutMs: 100 });
    const recorder = new Recorder(transport);
    for (let i = 0; i < 20; i++) transport.send(sampleCommand(1_000_000));
    const waiting = transport.drained();
    expect(await recorder.waitForEnd()).toMatchObject({ code: 'TIMEOUT', policy: 'retryable' });
    await waiting;
    await closed(socket);
  });

  it('cannot be started twice', async () => {
    const [transport] = await pair();
    new Recorder(transport);
    expect(() => new Recorder(transport)).toThrow('started twice');
  });
});
