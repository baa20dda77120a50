import { Duplex } from 'node:stream';
import { TransportError } from '../errors.js';

/**
 * Bytes as base64 in both directions, for ways that carry text only (hudson.remoting.BinarySafeStream). Every write ends a
 * padded group, so `=` may appear anywhere; four characters are always three, two or one bytes.
 */
export class TextStream extends Duplex {
  private readonly decoder = new Base64Decoder();

  /** @param inner paused; what it has buffered is read first */
  constructor(private readonly inner: Duplex) {
    super();
    inner.on('data', (text: Buffer) => {
      try {
        const bytes = this.decoder.push(text);
        if (bytes.length > 0 && !this.push(bytes)) inner.pause();
      } catch (error) {
        this.destroy(error as Error);
      }
    });
    inner.once('end', () => this.push(null));
    inner.on('error', (error) => this.destroy(error));
    inner.once('close', () => this.destroy());
    inner.pause();
  }

  override _read(): void {
    this.inner.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.inner.write(bytes.toString('base64'), 'latin1', callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.inner.end(callback);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.inner.destroy();
    callback(error);
  }
}

/** Push parser: decodes as many whole groups as have arrived. White space between them means nothing. */
export class Base64Decoder {
  private pending = '';

  /** @throws TransportError PROTOCOL_VIOLATION */
  push(text: Buffer): Buffer {
    const chars = this.pending + text.toString('latin1').replace(/\s+/g, '');
    const whole = chars.length - (chars.length % 4);
    this.pending = chars.slice(whole);
    const groups = chars.slice(0, whole);
    if (!/^(?:[A-Za-z0-9+/]{2}(?:[A-Za-z0-9+/]{2}|[A-Za-z0-9+/]=|==))*$/.test(groups)) {
      throw new TransportError('PROTOCOL_VIOLATION', 'fatal', 'The peer sent something else than base64 in text mode');
    }
    // Buffer.from stops at the first padding: each padded group ends a piece of its own.
    const pieces = groups.match(/[^=]+={0,2}/g) ?? [];
    return Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64')));
  }
}
