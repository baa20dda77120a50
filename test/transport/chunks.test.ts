import { describe, expect, it } from 'vitest';
import { ChunkParser, encodeChunks, splitChunks } from '../../src/transport/chunks.js';
import { sameCommands, sampleCommand } from './recorder.js';

function parse(pieces: Iterable<Buffer>, limit?: number): { commands: Buffer[]; partial: boolean } {
  const commands: Buffer[] = [];
  const parser = new ChunkParser((command) => commands.push(Buffer.from(command)), limit);
  for (const piece of pieces) parser.push(piece);
  return { commands, partial: parser.partial };
}

function byteByByte(bytes: Buffer): Buffer[] {
  return Array.from(bytes, (byte) => Buffer.of(byte));
}

describe('encodeChunks', () => {
  it.each([
    [0, '0000'],
    [1, '000100'],
  ])('writes %i bytes as one chunk', (length, hex) => {
    expect(encodeChunks(sampleCommand(length)).toString('hex')).toBe(hex);
  });

  it('marks all chunks but the last', () => {
    const command = sampleCommand(8192 * 2 + 5);
    const expected = Buffer.concat([
      Buffer.from('a000', 'hex'),
      command.subarray(0, 8192),
      Buffer.from('a000', 'hex'),
      command.subarray(8192, 16384),
      Buffer.from('0005', 'hex'),
      command.subarray(16384),
    ]);
    expect(encodeChunks(command).equals(expected)).toBe(true);
  });

  it('ends an exact multiple without an empty chunk', () => {
    const encoded = encodeChunks(sampleCommand(8192 * 2));
    expect(encoded.length).toBe(2 * 8194);
    expect(encoded.readUInt16BE(8194)).toBe(8192);
  });
});

describe('splitChunks', () => {
  it('gives one piece of at most 8194 bytes a chunk', () => {
    const pieces = [...splitChunks(encodeChunks(sampleCommand(8192 * 2 + 1)))];
    expect(pieces.map((piece) => piece.length)).toEqual([8194, 8194, 3]);
    expect(parse(pieces).commands).toEqual([sampleCommand(8192 * 2 + 1)]);
  });

  it('gives a single piece for a small and for an empty command', () => {
    expect([...splitChunks(encodeChunks(sampleCommand(7)))].map((piece) => piece.length)).toEqual([9]);
    expect([...splitChunks(encodeChunks(Buffer.alloc(0)))].map((piece) => piece.length)).toEqual([2]);
  });
});

describe('ChunkParser', () => {
  function expectAll(pieces: Iterable<Buffer>): void {
    const result = parse(pieces);
    expect(sameCommands(result.commands, commands)).toBe(true);
    expect(result.partial).toBe(false);
  }

  const commands = [0, 1, 2, 8191, 8192, 8193, 3 * 8192, 100_000].map((length, seed) => sampleCommand(length, seed));
  const stream = Buffer.concat(commands.map(encodeChunks));

  it('reads back what encodeChunks wrote, whole', () => {
    expectAll([stream]);
  });

  it('reads it a byte at a time', () => {
    expectAll(byteByByte(stream));
  });

  it.each([3, 8194, 65_536])('reads it in pieces of %i', (size) => {
    const pieces: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size) pieces.push(stream.subarray(at, at + size));
    expectAll(pieces);
  });

  it.each([['whole'], ['byte by byte']])('takes empty chunks anywhere and the largest length, %s', (how) => {
    const largest = sampleCommand(0x7fff);
    const bytes = Buffer.concat([
      Buffer.from('8000' + '8001aa' + '8000' + '0000', 'hex'),
      Buffer.from('ffff', 'hex'),
      largest,
      Buffer.from('0000', 'hex'),
      Buffer.from('7fff', 'hex'),
      largest,
    ]);
    const expected = [Buffer.of(0xaa), largest, largest];
    const result = parse(how === 'whole' ? [bytes] : byteByByte(bytes));
    expect(sameCommands(result.commands, expected)).toBe(true);
    expect(result.partial).toBe(false);
  });

  it.each(['80', '8001', '8001aa', '8001aa00', '0002aa', '0001'])(
    'knows that %s is not the end of a command',
    (hex) => {
      expect(parse([Buffer.from(hex, 'hex')])).toEqual({ commands: [], partial: true });
    },
  );

  it('joins small parts and large ones in their order', () => {
    const sizes = [1, 1023, 1024, 1, 5000, 16 * 1024 - 1, 1023, 1023, 32_767, 1, 0, 700];
    const parts = sizes.map((size, seed) => sampleCommand(size, seed));
    const bytes = Buffer.concat(
      parts.map((part, i) => {
        const header = Buffer.alloc(2);
        header.writeUInt16BE((i < parts.length - 1 ? 0x8000 : 0) | part.length);
        return Buffer.concat([header, part]);
      }),
    );
    const twice = Buffer.concat([bytes, bytes]);
    for (const size of [twice.length, 7, 1000, 1024, 1025, 20_000]) {
      const pieces: Buffer[] = [];
      for (let at = 0; at < twice.length; at += size) pieces.push(twice.subarray(at, at + size));
      expect(sameCommands(parse(pieces).commands, [Buffer.concat(parts), Buffer.concat(parts)])).toBe(true);
    }
  });

  it('refuses a command beyond the limit before it has arrived', () => {
    const code = expect.objectContaining({ code: 'COMMAND_TOO_LARGE', policy: 'retryable' }) as unknown;
    expect(parse([encodeChunks(sampleCommand(10))], 10).commands).toHaveLength(1);
    expect(() => parse([Buffer.from('000b', 'hex')], 10)).toThrow(code);
    expect(() => parse([Buffer.from('8006aaaaaaaaaaaa' + '0005', 'hex')], 10)).toThrow(code);
    // Headers alone come to an end as well.
    const empty = Buffer.from('8000'.repeat(6), 'hex');
    expect(parse([empty], 10).partial).toBe(true);
    expect(() => parse([empty, Buffer.from('8000', 'hex')], 10)).toThrow(code);
    // The limit is for one command, not for the stream.
    expect(parse([encodeChunks(sampleCommand(10)), encodeChunks(sampleCommand(10))], 10).commands).toHaveLength(2);
  });
});
