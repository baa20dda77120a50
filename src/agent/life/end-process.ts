/**
 * Ending the process although a file system hangs. Node waits at its exit for the threads that carry out file operations: one
 * that a dead NFS server or a broken disk keeps there would keep the process as well, and whoever stops the agent waits for that.
 */
import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** What the threads may be at when Node would wait for them: file operations, and looking up names. */
const ON_THREADS = new Set(['FSReqCallback', 'FSReqPromise', 'GetAddrInfoReqWrap', 'GetNameInfoReqWrap']);

/** How long operations that are under way may take to end by themselves. */
const GRACE_MS = 1000;
const LOOK_EVERY_MS = 20;

/** How long what is done at the exit may take: it removes files, maybe from the very file system that hangs. */
const LAST_MS = 2000;

/** To be called when everything is over: returns when Node can exit, or ends the process with this exit code. */
export async function letThreadsEnd(code: number): Promise<void> {
  for (let waited = 0; threadsAreBusy(); waited += LOOK_EVERY_MS) {
    if (waited >= GRACE_MS) endNow(code);
    await delay(LOOK_EVERY_MS);
  }
}

/** Ends the process at once; what is done at an exit is done. */
export function exitNow(code: number): never {
  if (threadsAreBusy()) endNow(code);
  process.exit(code);
}

function threadsAreBusy(): boolean {
  return process.getActiveResourcesInfo().some((kind) => ON_THREADS.has(kind));
}

/**
 * Another program in our place has no threads to wait for, and ends with our exit code. Windows, and a Node before 22.15, have
 * no such thing: there the process is killed, and its exit code tells so.
 */
function endNow(code: number): never {
  const last = killer();
  process.emit('exit', code);
  last?.kill();
  const { execve } = process as Partial<Pick<typeof process, 'execve'>>;
  if (process.platform !== 'win32' && execve) execve('/bin/sh', ['sh', '-c', `exit ${code}`], {});
  process.kill(process.pid, 'SIGKILL');
  return process.abort();
}

/** Kills us should removing files hang, too. */
function killer(): { kill(): void } | undefined {
  if (process.platform === 'win32') return undefined;
  const script = `sleep ${LAST_MS / 1000}; kill -9 ${process.pid}`;
  const child = spawn('/bin/sh', ['-c', script], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined); // without a shell the wait is the system's to end
  return { kill: () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL') };
}
