/** Space on the file system that a file is on: File.getFreeSpace, getTotalSpace, getUsableSpace. In bytes. */
import { statfs } from 'node:fs/promises';
import { isUsableFile } from '../../java/path.js';

export interface DiskSpace {
  readonly total: bigint;
  /** What is not in use. */
  readonly free: bigint;
  /** What we may use: less than `free` where some is kept for root. */
  readonly usable: bigint;
}

/** All 0 when there is no such file, as in Java. */
export async function diskSpace(file: string): Promise<DiskSpace> {
  if (!isUsableFile(file) || file === '') return NONE;
  try {
    const { bsize, blocks, bfree, bavail } = await statfs(file, { bigint: true });
    return { total: bsize * blocks, free: bsize * bfree, usable: bsize * bavail };
  } catch {
    return NONE;
  }
}

const NONE: DiskSpace = { total: 0n, free: 0n, usable: 0n };
