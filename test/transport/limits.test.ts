/** What a peer can make a transport hold. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { ChunkParser, encodeChunks } from '../../src/transport/chunks.js';
import { MAX_QUEUED_BYTES } from '../../src/transport/output-gate.js';
import { StreamTransport } from '../../src/transport/stream-transport.js';
import { sampleCommand } from './recorder.js';
import { socketPair } from './sockets.js';
import { agent, controller } from './websocket/peers.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Collects garbage when called, so that what is left is held. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

describe('a command in many chunks', () => {
  it.each([
    ['one byte a chunk', Buffer.from('800161', 'hex')],
    ['chunks without a byte', Buffer.from('8000', 'hex')],
    [
      'one large part and many of one byte',
      Buffer.concat([encodeChunks(sampleCommand(1024)).fill(0x84, 0, 1), Buffer.from('800161'.repeat(20_000), 'hex')]),
    ],
  ])('holds hardly more than has arrived, of %s', (_what, pattern) => {
    const collect = garbageCollector();
    const parser = new ChunkParser(() => undefined);
    const pieces = 100;
    collect();
    const before = process.memoryUsage();
    for (let i = 0; i < pieces; i++) parser.push(Buffer.alloc(65_536 - (65_536 % pattern.length || 0), pattern));
    collect();
    const after = process.memoryUsage();
    expect(parser.partial).toBe(true);
    const held = after.heapUsed + after.external - before.heapUsed - before.external;
    expect(held).toBeLessThan(1.5 * pieces * 65_536);
  });
});

describe('a peer that does not take its answers is not read until it does', () => {
  it('over a stream', async () => {
    const [socket, peer] = await socketPair();
    const transport = new StreamTransport('test', socket);
    let seen = 0;
    let unseen: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (unseen = resolve));
    const answer = sampleCommand(4 * 1024 * 1024);
    transport.start({
      command: () => {
        transport.send(answer);
        if (++seen === 40) unseen();
      },
      end: () => undefined,
    });
    // Each as large as what a socket reads at once: a transport that is held up has one more of them at most.
    const question = encodeChunks(sampleCommand(64 * 1024));
    for (let i = 0; i < 40; i++) peer.write(question);
    const enough = MAX_QUEUED_BYTES / answer.length;
    while (seen < enough) await turn();
    for (let turns = 0; turns < 200; turns++) await turn();
    // What the system's buffers take of the answers is not queued.
    expect(seen).toBeLessThan(enough + 12);
    peer.resume();
    await all;
    transport.destroy();
  });

  it('over a WebSocket', async () => {
    const { port, upgraded } = await controller();
    const { transport: client } = await agent(port);
    const server = await upgraded;
    let seen = 0;
    let unseen: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (unseen = resolve));
    const answer = sampleCommand(4 * 1024 * 1024);
    client.start({
      command: () => {
        client.send(answer);
        if (++seen === 30) unseen();
      },
      end: () => undefined,
    });
    for (let i = 0; i < 30; i++) server.transport.send(sampleCommand(64 * 1024));
    const enough = MAX_QUEUED_BYTES / answer.length;
    while (seen < enough) await turn();
    for (let turns = 0; turns < 200; turns++) await turn();
    expect(seen).toBeLessThan(enough + 12);
    server.transport.start({ command: () => undefined, end: () => undefined });
    await all;
    client.destroy();
  });
});
