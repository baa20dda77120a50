/**
 * How a channel on standard streams begins (hudson.remoting.ChannelBuilder.negotiate), the same in both directions:
 *
 *     "<===[JENKINS REMOTING CAPACITY]===>"  base64 of a Capability
 *     00 00 00 00  or  "<===[HUDSON TRANSMISSION BEGINS]===>"      binary mode, or base64 from here on
 *
 * Whatever comes before and between (banners of a login shell) is skipped.
 */
import { CAPABILITY_BASE64, parseCapability } from '../capability.js';

export type StdioMode = 'binary' | 'text';

const CAPABILITY_MARK = Buffer.from('<===[JENKINS REMOTING CAPACITY]===>', 'latin1');
const MODE_MARKS: Readonly<Record<StdioMode, Buffer>> = {
  binary: Buffer.alloc(4),
  text: Buffer.from('<===[HUDSON TRANSMISSION BEGINS]===>', 'latin1'),
};

/** Our side of it. */
export function encodePreamble(mode: StdioMode): Buffer {
  return Buffer.concat([CAPABILITY_MARK, Buffer.from(CAPABILITY_BASE64, 'latin1'), MODE_MARKS[mode]]);
}

export interface Negotiated {
  readonly mode: StdioMode;
  /** The peer's capability mask; 0 when it announced none. */
  readonly capability: number;
  /** Input behind the mode mark. */
  readonly rest: Buffer;
}

/** As long as the longest mark: what has to be remembered of the input. */
const WINDOW = MODE_MARKS.text.length;
/** No capability is longer; a stream of base64 without end is none. */
const MAX_CAPABILITY_CHARS = 4096;

/** Push parser for the peer's side. */
export class PreambleScanner {
  private readonly window = Buffer.alloc(WINDOW, 0xff);
  private filled = 0;
  private base64: string | undefined;
  private capability = 0;

  /** @returns the outcome once the mode mark has been seen. @throws TransportError on a capability that is none */
  push(bytes: Buffer): Negotiated | undefined {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes.readUInt8(at);
      if (this.base64 !== undefined) this.takeBase64(byte);
      this.remember(byte);
      if (this.endsWith(CAPABILITY_MARK)) this.base64 = '';
      const mode = this.modeSeen();
      if (mode !== undefined) return { mode, capability: this.capability, rest: bytes.subarray(at + 1) };
    }
    return undefined;
  }

  /** The text has no length: it goes on until something that is not base64, which both mode marks are. */
  private takeBase64(byte: number): void {
    const text = this.base64 ?? '';
    const char = String.fromCharCode(byte);
    if (/[A-Za-z0-9+/=]/.test(char) && text.length < MAX_CAPABILITY_CHARS) {
      this.base64 = text + char;
    } else {
      this.capability = parseCapability(text);
      this.base64 = undefined;
    }
  }

  private remember(byte: number): void {
    this.window.copyWithin(0, 1);
    this.window[WINDOW - 1] = byte;
    this.filled = Math.min(WINDOW, this.filled + 1);
  }

  private modeSeen(): StdioMode | undefined {
    if (this.endsWith(MODE_MARKS.binary)) return 'binary';
    return this.endsWith(MODE_MARKS.text) ? 'text' : undefined;
  }

  private endsWith(mark: Buffer): boolean {
    return this.filled >= mark.length && this.window.subarray(WINDOW - mark.length).equals(mark);
  }
}
