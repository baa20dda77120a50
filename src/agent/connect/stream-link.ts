/**
 * The byte stream that a launcher talks to us over: standard input and output, a port that we listen on (-tcp), or one that
 * we connect to (-connectTo). hudson.remoting.Launcher.runWithStdinStdout, runAsTcpServer, runAsTcpClient.
 */
import { once } from 'node:events';
import { closeSync, rmSync, writeSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { JavaError } from '../../java/java-error.js';
import { OPEN, openFileNow } from '../../os/files/open-file.js';
import { writeNow } from '../../os/files/write-now.js';
import { abortReason, messageOf } from '../../transport/errors.js';
import type { StreamOptions } from '../life/options.js';

/** How long -tcp waits for the one that connects. */
const ACCEPT_MS = 30_000;

/**
 * Opens the stream.
 * @throws JavaError java.net.ConnectException, java.net.SocketTimeoutException; the signal's reason when aborted
 */
export async function openStreamLink(options: StreamOptions, signal: AbortSignal): Promise<Duplex> {
  const { kind, text, target = '', keepAlive } = options;
  switch (kind) {
    case 'stdio':
      if (text) writeSync(1, 'Running in text mode\n');
      return Duplex.from({ readable: process.stdin, writable: process.stdout });
    case 'tcpServer':
      return prepare(await acceptOne(target, signal), keepAlive);
    case 'tcpClient':
      return prepare(await connectOnce(target, signal), keepAlive);
  }
}

function prepare(socket: Socket, keepAlive: boolean): Socket {
  socket.setNoDelay(true);
  return socket.setKeepAlive(keepAlive);
}

/** @param target HOST:PORT, checked already */
async function connectOnce(target: string, signal: AbortSignal): Promise<Socket> {
  const colon = target.lastIndexOf(':');
  const socket = connect({ host: target.slice(0, colon), port: Number(target.slice(colon + 1)) });
  try {
    await once(socket, 'connect', { signal });
    return socket;
  } catch (cause) {
    socket.destroy();
    if (signal.aborted) throw abortReason(signal);
    throw new JavaError('java.net.ConnectException', `${messageOf(cause)} (${target})`, { cause });
  }
}

function tell(file: string, port: number): void {
  const { fd } = openFileNow(file, OPEN.write | OPEN.create | OPEN.empty);
  try {
    writeNow(fd, Buffer.from(String(port)));
  } finally {
    closeSync(fd);
  }
}

/** Tells the port in a file, takes one connection, and removes the file. Any interface, as the official agent listens. */
async function acceptOne(file: string, signal: AbortSignal): Promise<Socket> {
  const server = createServer({ pauseOnConnect: true });
  const late = AbortSignal.timeout(ACCEPT_MS);
  const either = AbortSignal.any([signal, late]);
  try {
    server.listen(0);
    await once(server, 'listening', { signal: either });
    tell(file, (server.address() as AddressInfo).port);
    const [socket] = (await once(server, 'connection', { signal: either })) as [Socket];
    return socket;
  } catch (cause) {
    if (signal.aborted) throw abortReason(signal);
    if (late.aborted) throw new JavaError('java.net.SocketTimeoutException', 'Accept timed out', { cause });
    throw new JavaError('java.io.IOException', messageOf(cause), { cause });
  } finally {
    server.close();
    rmSync(file, { force: true });
  }
}
