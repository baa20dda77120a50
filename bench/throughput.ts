/** How fast bytes move through a connected agent, and how long its small operations take. */
import { join } from 'node:path';
import { FilePath } from '../tools/controller/calls/file-path.js';
import { launch } from '../tools/controller/calls/launch.js';
import type { ByteSink } from '../src/remoting/call.js';
import type { MeasuredAgent } from './agents.js';
import { countingSink } from './counting-sink.js';
import { median } from './statistics.js';
import { withAgent } from './with-agent.js';
import type { Connected } from './with-agent.js';

export interface Throughput {
  readonly processOutputMbPerS: number;
  /** From the controller to the agent's disk. */
  readonly fileWriteMbPerS: number;
  /** From the agent's disk to the controller. */
  readonly fileReadMbPerS: number;
  /** FilePath.exists and its answer. */
  readonly existsMs: number;
  /** Launching /bin/true and waiting for its end. */
  readonly launchMs: number;
  /** The most memory that the agent ever held. */
  readonly peakMb: number;
}

const MB = 1024 * 1024;
const FILE_MB = 128;
const CALLS = 500;
const LAUNCHES = 20;

/** Medians over `runs` rounds on one connection. */
export async function measureThroughput(agent: MeasuredAgent, webSocket: boolean, runs: number): Promise<Throughput> {
  return withAgent(agent, webSocket, {}, async (connected) => {
    const all: Omit<Throughput, 'peakMb'>[] = [];
    for (let run = 0; run < runs; run++) all.push(await measureRound(connected));
    const of = (key: keyof Omit<Throughput, 'peakMb'>) => median(all.map((one) => one[key]));
    return {
      processOutputMbPerS: of('processOutputMbPerS'),
      fileWriteMbPerS: of('fileWriteMbPerS'),
      fileReadMbPerS: of('fileReadMbPerS'),
      existsMs: of('existsMs'),
      launchMs: of('launchMs'),
      peakMb: connected.process.cost?.peakMb ?? NaN,
    };
  });
}

async function measureRound({ computer: { channel }, directory }: Connected): Promise<Omit<Throughput, 'peakMb'>> {
  const file = new FilePath(channel, join(directory, 'file'));
  const run = async (command: readonly string[], console: ByteSink) => {
    const process = await launch(channel, { command, workDir: directory, console, quiet: true });
    if ((await process.join()) !== 0) throw new Error(`${command.join(' ')} failed`);
    process.release();
  };
  const output = countingSink();
  const processOutput = await seconds(() => run(['head', '-c', String(FILE_MB * MB), '/dev/zero'], output));
  const fileWrite = await seconds(() => file.copyFrom(zeros()));
  const read = countingSink();
  const fileRead = await seconds(() => file.copyTo(read));
  for (const { count } of [output, read]) {
    if (count !== FILE_MB * MB) throw new Error(`${count} of ${FILE_MB * MB} bytes arrived`);
  }
  const exists = await seconds(async () => {
    for (let i = 0; i < CALLS; i++) await file.exists();
  });
  const launches = await seconds(async () => {
    for (let i = 0; i < LAUNCHES; i++) await run(['/bin/true'], countingSink());
  });
  return {
    processOutputMbPerS: FILE_MB / processOutput,
    fileWriteMbPerS: FILE_MB / fileWrite,
    fileReadMbPerS: FILE_MB / fileRead,
    existsMs: (exists * 1000) / CALLS,
    launchMs: (launches * 1000) / LAUNCHES,
  };
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const before = performance.now();
  await work();
  return (performance.now() - before) / 1000;
}

/** A file's worth of bytes in pieces of 64 KB, as a file stream gives them. */
async function* zeros(): AsyncGenerator<Buffer> {
  const piece = Buffer.alloc(64 * 1024);
  for (let sent = 0; sent < FILE_MB * MB; sent += piece.length) yield await Promise.resolve(piece);
}
