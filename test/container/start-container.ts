/** Starts an image as a container: process 1 of its own, its user, perhaps with a root that nobody can write to. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AgentProcess } from '../../tools/controller/agent-process.js';
import { LinuxProcessTable } from '../../src/os/process/process-tree/linux.js';
import type { BuiltImage } from './carry-out.js';

const run = promisify(execFile);

export interface ContainerOptions {
  /** Besides the image's. */
  readonly env?: Readonly<Record<string, string>>;
  /** `UID:GID`; default: the image's. */
  readonly user?: string;
  /** In place of the image's entrypoint. */
  readonly entrypoint?: readonly string[];
  readonly readOnly?: boolean;
}

/**
 * $1 the root, $2 `ro` or `rw`, $3 its volumes, $4 the user, $5 the directory, then the command. Volumes and /tmp are of their
 * own; a volume begins with what the image has at its place, and its owner.
 */
const START = `set -e
root=$1 path=$PATH
PATH=/usr/sbin:/usr/bin:/sbin:/bin
mount --rbind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 none "$root/tmp"
for volume in $3; do
  owner=$(stat -c uid=%u,gid=%g,mode=%a "$root$volume")
  mount -t tmpfs -o "$owner" none "$root$volume"
done
[ "$2" = rw ] || mount -o remount,bind,ro "$root"
chroot=$(command -v chroot)
PATH=$path
exec "$chroot" --userspec="$4" --groups= "$1" /bin/sh -c 'cd "$0" && exec "$@"' "$5" "\${@:6}"`;

export class Container {
  private constructor(
    private readonly image: BuiltImage,
    private readonly options: ContainerOptions,
    readonly process: AgentProcess,
  ) {}

  /** @param words behind the entrypoint */
  static start(image: BuiltImage, words: readonly string[], options: ContainerOptions = {}): Container {
    const { root, config } = image;
    const { env = {}, user = config.user, entrypoint = config.entrypoint, readOnly = false } = options;
    const [file, all] = root.command(
      ...[
        'unshare',
        '--mount',
        '--pid',
        '--fork',
        '--kill-child',
        '--propagation',
        'private',
        '/bin/bash',
        '-c',
        START,
      ],
      ...['start', root.mountPoint, readOnly ? 'ro' : 'rw', config.volumes.join(' '), user, config.cwd],
      ...entrypoint,
      ...words,
    );
    return new Container(image, options, AgentProcess.start(file, all, { ...config.env, ...env }));
  }

  /** The id that its process 1 has outside. */
  async processId(): Promise<number> {
    const { pid } = this.process;
    const entries = await new LinuxProcessTable().snapshot();
    const child = entries.find(({ parent }) => parent === pid);
    if (!child) throw new Error(`The container has no process: ${this.process.output}`);
    return child.pid;
  }

  /** Runs a command beside what runs, as an orchestrator does. Rejects with its exit code as `code`. */
  async exec(...words: readonly string[]): Promise<string> {
    const { config } = this.image;
    const [uid = '', gid = ''] = (this.options.user ?? config.user).split(':');
    const enter = ['--mount', '--pid', '--root', '--wd', `--setuid=${uid}`, `--setgid=${gid}`];
    const target = ['--target', String(await this.processId()), ...enter, '--', ...words];
    return (await run('nsenter', target, { env: { ...config.env, ...this.options.env } })).stdout;
  }

  /** A signal from the orchestrator: to process 1. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    process.kill(await this.processId(), signal);
  }
}
