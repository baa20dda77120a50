/** A file that says which process uses something. It holds the process id; one whose process is gone counts for nothing. */
import { closeSync, linkSync, renameSync, rmSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { errorCode } from '../../java/file-errors.js';
import { OPEN, openFileNow } from '../../os/files/open-file.js';
import { unlessBusy } from '../../os/files/unless-busy.js';
import { beginningNow } from '../../os/files/whole-file.js';
import { writeNow } from '../../os/files/write-now.js';
import { programOf } from '../../os/process/program-of.js';

export class LockFile {
  /** What this process holds, by absolute path. */
  static readonly #held = new Set<string>();

  private constructor(private readonly path: string) {}

  /** Undefined when another living process holds it, or this one does. Throws when the file cannot be made. */
  static take(path: string): LockFile | undefined {
    const place = resolve(path);
    if (LockFile.#held.has(place)) return undefined;
    const draft = `${path}.${process.pid}`;
    // One of a process with our id that is gone, or a link that somebody put there for us to write through.
    unlessBusy(() => rmSync(draft, { force: true }));
    write(draft);
    try {
      if (!put(draft, path)) return undefined;
    } finally {
      unlessBusy(() => rmSync(draft, { force: true }));
    }
    LockFile.#held.add(place);
    return new LockFile(path);
  }

  release(): void {
    LockFile.#held.delete(resolve(this.path));
    // One that stays is that of a dead process soon.
    unlessBusy(() => rmSync(this.path, { force: true }));
  }
}

/** A new file, in nobody's place and through no link. */
function write(file: string): void {
  const { fd } = openFileNow(file, OPEN.write | OPEN.create | OPEN.exclusive);
  try {
    writeNow(fd, Buffer.from(`${process.pid}\n`));
  } finally {
    closeSync(fd);
  }
}

/**
 * Gives the draft its final name, where nobody has it. The file of a dead process is replaced by one process only: the one
 * that holds a lock of its own for that. Two that found the same dead process would otherwise replace each other's file.
 */
function put(draft: string, path: string): boolean {
  for (;;) {
    if (created(draft, path)) return true;
    const state = stateOf(path);
    if (state === 'held') return false;
    if (state === 'free') continue;
    const takeover = LockFile.take(`${path}.takeover`);
    if (!takeover) return false;
    try {
      // Somebody may have been faster until the takeover was ours; from here on nobody can be.
      const now = stateOf(path);
      if (now === 'held') return false;
      if (now === 'free') continue;
      // False is a lost race: somebody else keeps looking at the file.
      return unlessBusy(() => renameSync(draft, path));
    } finally {
      takeover.release();
    }
  }
}

/** At once and with its content: a file that is empty for a moment would look like a dead process's. */
function created(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    // File systems without links, such as FAT: there the moment has to be risked.
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'].includes(errorCode(error) ?? '')) throw error;
  }
  try {
    write(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** The official agent writes nothing into its lock, and holds it in a way that only Java sees: an empty file is nobody's. */
function stateOf(path: string): 'held' | 'abandoned' | 'free' {
  try {
    const text = beginningNow(path, LONGEST_ID, OPEN.noLink).toString('latin1');
    return isAlive(Number.parseInt(text, 10)) ? 'held' : 'abandoned';
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === 'ENOENT') return 'free';
    // A link or a pipe takes the name, and is nobody's: agents make files.
    if (['ELOOP', 'EMLINK', 'EFTYPE'].includes(code)) return 'abandoned';
    throw error;
  }
}

/** In bytes; what comes behind it is no number of a process. */
const LONGEST_ID = 32;

/** A process of our own id that is not us cannot be: in a container the id comes back after every restart. The ids of others do, too. */
function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) !== 'EPERM') return false;
  }
  return mayBeAgent(programOf(pid));
}

/** What runs another program than agents do got the id of one that has ended. */
function mayBeAgent(program: string | undefined): boolean {
  if (program === undefined || program.toLowerCase() === basename(process.execPath).toLowerCase()) return true;
  return /^(node|agent|jenkins-agent|jenkins-inbound-agent)(\.exe)?$/i.test(program);
}
