/**
 * A root directory of its own: another root below it, which stays as it is, and whatever is written above that in memory. It
 * lives in a mount namespace that ends with a process of ours, so nothing is ever left behind. Needs root and Linux.
 */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Mounts everything below $1, says that it has, and holds it. */
const HOLD = `set -e
mount -t tmpfs -o size=4g,mode=755 none "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" "$1/root"
mkdir -p "$1/root/proc" "$1/root/dev" "$1/root/tmp"
mount -t proc proc "$1/root/proc"
mount --rbind /dev "$1/root/dev"
mount -t tmpfs -o mode=1777 none "$1/root/tmp"
echo ready
exec sleep infinity`;

/** Changes the root to $1 and the directory to $2, and becomes the rest of the words. */
const ENTER = 'exec chroot "$1" /bin/sh -c \'cd "$0" && exec "$@"\' "$2" "${@:3}"';

export interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  /** In the root. */
  readonly cwd?: string;
}

export class Root {
  private constructor(
    private readonly holder: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @param base absolute path of the root below: `/`, or another system's */
  static async over(base: string): Promise<Root> {
    const folder = await mkdtemp(join(tmpdir(), 'root-'));
    const words = ['--mount', '--propagation', 'private', '/bin/sh', '-c', HOLD, 'hold', folder, base];
    const holder = spawn('unshare', words, { stdio: ['ignore', 'pipe', 'pipe'] });
    let complaint = '';
    holder.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    const failed = once(holder, 'exit').then(() => Promise.reject(new Error(`No root over ${base}: ${complaint}`)));
    failed.catch(() => undefined);
    await Promise.race([once(holder.stdout, 'data'), failed]);
    return new Root(holder, folder);
  }

  /** Where a path of the root is for this process. */
  path(inside: string): string {
    return join(`/proc/${this.holder.pid}/root${this.folder}/root`, inside);
  }

  /** The root for a command that `command` runs. */
  get mountPoint(): string {
    return join(this.folder, 'root');
  }

  /** The words that run others where the root is mounted, not yet in it. */
  command(...words: readonly string[]): [string, string[]] {
    return ['nsenter', [`--mount=/proc/${this.holder.pid}/ns/mnt`, '--', ...words]];
  }

  /** Runs a command in the root as its superuser. Rejects with its output when it fails. */
  async run(words: readonly string[], { env, cwd = '/' }: RunOptions): Promise<string> {
    const [file, all] = this.command('/bin/bash', '-c', ENTER, 'enter', this.mountPoint, cwd, ...words);
    const { stdout } = await run(file, all, { env, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  }

  async remove(): Promise<void> {
    const exited = once(this.holder, 'exit');
    this.holder.kill('SIGKILL');
    await exited;
    await rm(this.folder, { recursive: true, force: true });
  }
}
