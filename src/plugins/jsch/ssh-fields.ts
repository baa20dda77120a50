/** Values as SSH writes them (RFC 4251, 5): numbers of four bytes, and texts with their length before them. */

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function sshString(value: string | Buffer): Buffer {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

/** Reads one after the other. Each gives null where there is no whole one. */
export class SshFields {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  uint32(): number | null {
    if (this.bytes.length < this.#at + 4) return null;
    this.#at += 4;
    return this.bytes.readUInt32BE(this.#at - 4);
  }

  string(): Buffer | null {
    const length = this.uint32();
    if (length === null || this.bytes.length < this.#at + length) return null;
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }
}
