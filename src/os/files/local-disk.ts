import { stat, statfs } from 'node:fs/promises';
import { errorCode } from '../../java/file-errors.js';
import { isUsableFile } from '../../java/path.js';

/**
 * The device (st_dev) of the files in a directory, links followed, if that is a disk or the memory of this machine: then to look
 * at them never means to wait for another machine. null for anything else, and for a directory that is not there.
 */
export async function localDevice(directory: string): Promise<number | null> {
  // Only Linux tells file systems apart by numbers that stay.
  if (process.platform !== 'linux' || !isUsableFile(directory)) return null;
  try {
    const { dev } = await stat(directory);
    return LOCAL.has((await statfs(directory)).type) ? dev : null;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return null;
  }
}

/** Of linux/magic.h, and zfs. Not FUSE, behind which anything may be; nor the kernel's own, whose files are not like others. */
const LOCAL: ReadonlySet<number> = new Set([
  0xef53, // ext2, ext3, ext4
  0x5846_5342, // xfs
  0x9123_683e, // btrfs
  0x2fc1_2fc1, // zfs
  0xf2f5_2010, // f2fs
  0x0102_1994, // tmpfs
  0x794c_7630, // overlayfs: containers
]);
