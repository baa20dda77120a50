import { Duplex, PassThrough, type Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openStdio } from '../../../src/transport/stdio/open.js';
import { encodePreamble } from '../../../src/transport/stdio/preamble.js';
import { Recorder, sameCommands, sampleCommand } from '../recorder.js';
import { closed, slowProxy, dial, listen, socketPair } from '../sockets.js';

describe('openStdio', () => {
  it.each(['binary', 'text'] as const)('carries commands both ways in %s mode', async (mode) => {
    const [a, b] = await socketPair();
    const [left, right] = await Promise.all([openStdio(a, { mode }), openStdio(b, { mode })]);
    expect([left.capability, right.capability]).toEqual([0x1fe, 0x1fe]);
    expect(left.transport.name).toBe('Standard in/out');
    const atLeft = new Recorder(left.transport);
    const atRight = new Recorder(right.transport);
    const commands = [0, 1, 2, 3, 8192, 16_384, 300_000].map(sampleCommand);
    for (const command of commands) {
      left.transport.send(command);
      right.transport.send(command);
    }
    expect(sameCommands(await atRight.waitForCommands(7), commands)).toBe(true);
    expect(sameCommands(await atLeft.waitForCommands(7), commands)).toBe(true);
    await left.transport.close();
    expect(await atRight.waitForEnd()).toBeUndefined();
    expect(await atLeft.waitForEnd()).toBeUndefined();
    await closed(a);
    await closed(b);
  });

  it.each(['binary', 'text'] as const)('works a byte at a time in %s mode', async (mode) => {
    const accepted: Promise<Recorder>[] = [];
    const port = await listen((socket) => {
      accepted.push(openStdio(socket, { mode }).then(({ transport }) => new Recorder(transport)));
    });
    const { transport } = await openStdio(await dial(await slowProxy(port, 1)), { mode });
    transport.send(sampleCommand(500));
    const peer = await accepted[0];
    expect(sameCommands((await peer?.waitForCommands(1)) ?? [], [sampleCommand(500)])).toBe(true);
  });

  it('works on two streams, with a command right behind the preamble', async () => {
    const readable = new PassThrough();
    const writable = new PassThrough();
    readable.write(Buffer.concat([Buffer.from('motd\n'), encodePreamble('binary'), Buffer.from('8001', 'hex')]));
    readable.write(Buffer.from('aa' + '0001bb', 'hex'));
    const { transport } = await openStdio(Duplex.from({ readable, writable }), { mode: 'binary' });
    const recorder = new Recorder(transport);
    expect(await recorder.waitForCommands(1)).toEqual([Buffer.from('aabb', 'hex')]);
    transport.send(Buffer.of(1));
    readable.end();
    expect(await recorder.waitForEnd()).toBeUndefined();
    expect(buffered(writable)).toEqual(Buffer.concat([encodePreamble('binary'), Buffer.from('000101', 'hex')]));
  });

  it('fails when the input ends before the mode', async () => {
    const [a, b] = await socketPair();
    b.end('Permission denied\n');
    await expect(openStdio(a, { mode: 'binary' })).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      policy: 'fatal',
      message: 'unexpected stream termination',
    });
    await closed(a);
  });

  it('fails on another mode', async () => {
    const [a, b] = await socketPair();
    b.write(encodePreamble('text'));
    await expect(openStdio(a, { mode: 'binary' })).rejects.toMatchObject({ message: 'Protocol negotiation failure' });
    await closed(a);
  });

  it('names what it cannot do', async () => {
    const [a, b] = await socketPair();
    b.write(Buffer.alloc(4));
    await expect(openStdio(a, { mode: 'binary' })).rejects.toMatchObject({
      code: 'PROTOCOL_UNSUPPORTED',
      message: expect.stringContaining('persistent object stream') as unknown,
    });
    await closed(a);
  });

  it('can be aborted', async () => {
    const [a] = await socketPair();
    const controller = new AbortController();
    const reason = new Error('stop');
    const opened = openStdio(a, { mode: 'binary', signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await expect(opened).rejects.toBe(reason);
    await closed(a);
  });

  it('ends on something else than base64 in text mode', async () => {
    const [a, b] = await socketPair();
    b.write(Buffer.concat([encodePreamble('text'), Buffer.from('AAFB????')]));
    const { transport } = await openStdio(a, { mode: 'text' });
    const recorder = new Recorder(transport);
    expect(await recorder.waitForEnd()).toMatchObject({ message: expect.stringContaining('base64') as unknown });
    await closed(a);
  });
});

/** What stands ready in a stream. One read() gives all of it, or since Node 26 one chunk. */
function buffered(stream: Readable): Buffer {
  const chunks: Buffer[] = [];
  for (let chunk = read(stream); chunk !== null; chunk = read(stream)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function read(stream: Readable): Buffer | null {
  return stream.read() as Buffer | null;
}
