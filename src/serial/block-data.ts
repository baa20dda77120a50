import type { ByteWriter } from './byte-writer.js';
import { TC } from './protocol.js';

/**
 * Writes a run of primitive data as Java's ObjectOutputStream does, whatever the single writes were: records of 1024 bytes
 * and the rest. 77 u8 length, or beyond 255 bytes 7a i32 length.
 */
export function writeBlockData(out: ByteWriter, run: readonly Buffer[]): void {
  const data = run.length === 1 ? (run[0] as Buffer) : Buffer.concat(run);
  for (let start = 0; start < data.length; start += MAX_RECORD) {
    const record = data.subarray(start, start + MAX_RECORD);
    if (record.length <= 0xff) {
      out.u8(TC.BLOCKDATA);
      out.u8(record.length);
    } else {
      out.u8(TC.BLOCKDATALONG);
      out.i32(record.length);
    }
    out.bytes(record);
  }
}

const MAX_RECORD = 1024;
