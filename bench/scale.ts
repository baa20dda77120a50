/** Much at once, and very large: each load with an agent of its own, which must do all of it and stay small. */
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { constants, mkdir, open, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fetchArtifacts, listArtifacts } from '../tools/controller/calls/artifacts.js';
import { FilePath } from '../tools/controller/calls/file-path.js';
import { launch } from '../tools/controller/calls/launch.js';
import type { MeasuredAgent } from './agents.js';
import { countingSink } from './counting-sink.js';
import { makeTree, sumTree } from './tree.js';
import { withAgent } from './with-agent.js';
import type { Connected } from './with-agent.js';

export interface ScaleSizes {
  /** As many files are written as are read, all at once, of so many megabytes each. */
  readonly streams: number;
  readonly streamMb: number;
  readonly processes: number;
  readonly treeFiles: number;
  /** Of one sparse file. */
  readonly fileMb: number;
}

export const FULL_SCALE: ScaleSizes = {
  streams: 8,
  streamMb: 100,
  processes: 200,
  treeFiles: 50_000,
  fileMb: 10 * 1024,
};

export interface ScaleResult {
  readonly what: string;
  readonly seconds: number;
  /** The most memory that the agent ever held. */
  readonly peakMb: number;
}

const MB = 1024 * 1024;

/** Runs all loads, one after the other, and tells of each when it is over. Throws when something of one is missing or wrong. */
export async function* measureScale(
  agent: MeasuredAgent,
  webSocket: boolean,
  sizes: ScaleSizes,
): AsyncGenerator<ScaleResult> {
  const { streams, streamMb, processes, treeFiles, fileMb } = sizes;
  const loads: [what: string, run: (connected: Connected) => Promise<void>][] = [
    [`${streams} files written, ${streams} read, ${streamMb} MB each`, (at) => runStreams(at, streams, streamMb)],
    [`${processes} processes`, (at) => runProcesses(at, processes)],
    [`a tree of ${treeFiles} files archived and unpacked`, (at) => runTree(at, treeFiles)],
    [`a sparse file of ${fileMb} MB`, (at) => runSparseFile(at, fileMb)],
  ];
  for (const [what, run] of loads) {
    yield await withAgent(agent, webSocket, {}, async (connected) => {
      const before = performance.now();
      await run(connected);
      const seconds = (performance.now() - before) / 1000;
      return { what, seconds, peakMb: connected.process.cost?.peakMb ?? NaN };
    });
  }
}

async function runStreams({ computer: { channel }, directory }: Connected, streams: number, mb: number): Promise<void> {
  const numbers = Array.from({ length: streams }, (_, number) => number);
  const path = (number: number, what: string) => new FilePath(channel, join(directory, `${what}-${number}`));
  for (const number of numbers) await writeFile(path(number, 'read').remote, pieces(number, mb));
  const write = async (number: number) => {
    await path(number, 'written').copyFrom(pieces(number, mb));
    expectEqual('content written', await path(number, 'written').digest(), await md5(pieces(number, mb)));
  };
  const read = async (number: number) => {
    const content = await md5(path(number, 'read').read());
    expectEqual('content read', content, await md5(pieces(number, mb)));
  };
  await Promise.all(numbers.flatMap((number) => [write(number), read(number)]));
}

/** All of them stand at a named pipe until the last one has been started. */
async function runProcesses({ computer: { channel }, directory }: Connected, processes: number): Promise<void> {
  const gate = join(directory, 'gate');
  await promisify(execFile)('mkfifo', [gate]);
  const outputBytes = 100_000;
  const script = `cat "$0" && head -c ${outputBytes} /dev/zero && exit "$1"`;
  const numbers = Array.from({ length: processes }, (_, number) => number);
  const started = await Promise.all(
    numbers.map(async (number) => {
      const exitCode = number % 100;
      const console = countingSink();
      const command = ['sh', '-c', script, gate, String(exitCode)];
      return {
        exitCode,
        console,
        process: await launch(channel, { command, workDir: directory, console, quiet: true }),
      };
    }),
  );
  // Again and again: a process may come to the pipe after it was opened.
  const opener = setInterval(() => void openGate(gate), 100);
  try {
    for (const { exitCode, console, process } of started) {
      expectEqual('exit code', await process.join(), exitCode);
      expectEqual('bytes of output', console.count, outputBytes);
      process.release();
    }
  } finally {
    clearInterval(opener);
  }
}

async function openGate(gate: string): Promise<void> {
  const file = await open(gate, constants.O_RDWR);
  await file.close();
}

async function runTree({ computer, directory }: Connected, files: number): Promise<void> {
  const [source, target] = [join(directory, 'source'), join(directory, 'target')];
  await makeTree(source, files);
  await mkdir(target);
  const workspace = new FilePath(computer.channel, source);
  const found = await listArtifacts(workspace, '**', computer.settings.artifactList);
  expectEqual('files found', found.size, files);
  const archive = join(directory, 'archive.tar.gz');
  await writeFile(archive, fetchArtifacts(workspace, found));
  await new FilePath(computer.channel, target).untarFrom(createReadStream(archive));
  expectEqual('tree', JSON.stringify(await sumTree(target)), JSON.stringify(await sumTree(source)));
}

async function runSparseFile({ computer: { channel }, directory }: Connected, mb: number): Promise<void> {
  const path = join(directory, 'sparse');
  await writeFile(path, '');
  await truncate(path, mb * MB);
  const sink = countingSink();
  await new FilePath(channel, path).copyTo(sink);
  expectEqual('bytes read', sink.count, mb * MB);
}

/** The same bytes for the same number, others for another one. */
async function* pieces(number: number, mb: number): AsyncGenerator<Buffer> {
  const piece = Buffer.alloc(MB, `content of file ${number};`);
  for (let sent = 0; sent < mb; sent++) {
    piece.writeUInt32BE(sent, 0);
    // A copy: who takes it may still hold it when the next one is made.
    yield await Promise.resolve(Buffer.from(piece));
  }
}

async function md5(source: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('md5');
  for await (const bytes of source) hash.update(bytes);
  return hash.digest('hex');
}

function expectEqual<T>(what: string, actual: T, expected: T): void {
  if (actual !== expected) throw new Error(`${what}: ${String(actual)} where ${String(expected)} was expected`);
}
