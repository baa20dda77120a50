/**
 * A port of loopback that does not answer: its queue of connections is full, and nobody takes one from it, so that the kernel
 * drops what comes. That is what a far or a dead address looks like from here.
 */
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

export interface SilentPort {
  readonly port: number;
  readonly close: () => Promise<void>;
}

const SERVER = `
const { parentPort, workerData } = require('node:worker_threads');
const server = require('node:net').createServer();
server.listen(0, workerData.host, 1, () => {
  parentPort.postMessage(server.address().port);
  Atomics.wait(new Int32Array(workerData.stop), 0, 0);
});
parentPort.on('message', () => process.exit());
`;

/** @param answersAfterMs from then on it does answer: to what the kernel sends again a second after the first time */
export async function silentPort(host: string, answersAfterMs?: number): Promise<SilentPort> {
  const stop = new SharedArrayBuffer(4);
  const wake = (): void => {
    Atomics.store(new Int32Array(stop), 0, 1);
    Atomics.notify(new Int32Array(stop), 0);
  };
  const worker = new Worker(SERVER, { eval: true, workerData: { host, stop } });
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const sockets: Socket[] = [];
  // The backlog and one more; whatever comes then is dropped.
  for (let filled = true; filled;) {
    const socket = connect(port, host);
    socket.on('error', () => undefined);
    sockets.push(socket);
    filled = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      setTimeout(() => resolve(false), 200);
    });
  }
  const timer = answersAfterMs === undefined ? undefined : setTimeout(wake, answersAfterMs);
  return {
    port,
    close: async () => {
      clearTimeout(timer);
      wake();
      for (const socket of sockets) socket.destroy();
      await worker.terminate();
    },
  };
}
