import { writeSync } from 'node:fs';

/** Writes all of it, at once: write(2) may take less than it was given, as it does when the disk fills up. */
export function writeNow(fd: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
}
