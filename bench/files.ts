/** What many small things cost: files copied, files found, processes started. */
import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchArtifacts, listArtifacts } from '../tools/controller/calls/artifacts.js';
import { FilePath } from '../tools/controller/calls/file-path.js';
import { launch } from '../tools/controller/calls/launch.js';
import type { MeasuredAgent } from './agents.js';
import { countingSink } from './counting-sink.js';
import { makeTree } from './tree.js';
import { withAgent } from './with-agent.js';
import type { Connected } from './with-agent.js';

export interface ManySmall {
  /** 2,000 files as a gzipped tar from the agent. */
  readonly copyFromMs: number;
  /** The same to the agent. */
  readonly copyToMs: number;
  /** An Ant pattern over 50,000 files, the list of all of them sent. */
  readonly globMs: number;
  /** Processes started, waited for and given back, several at a time. */
  readonly launchesPerS: number;
}

const COPIED = 2000;
const FOUND = 50_000;
const LAUNCHES = 200;
const LAUNCHES_AT_ONCE = 10;

/** One agent, each load once: they are long enough. */
export async function measureManySmall(agent: MeasuredAgent, webSocket: boolean): Promise<ManySmall> {
  return withAgent(agent, webSocket, {}, async (connected) => ({
    ...(await measureCopies(connected)),
    globMs: await measureGlob(connected),
    launchesPerS: await measureLaunches(connected),
  }));
}

async function measureCopies({ computer, directory }: Connected): Promise<Pick<ManySmall, 'copyFromMs' | 'copyToMs'>> {
  const [source, target] = [join(directory, 'source'), join(directory, 'target')];
  await makeTree(source, COPIED);
  await mkdir(target);
  const workspace = new FilePath(computer.channel, source);
  const files = await listArtifacts(workspace, '**', computer.settings.artifactList);
  const archive = join(directory, 'archive');
  const copyFromMs = await milliseconds(() => writeFile(archive, fetchArtifacts(workspace, files)));
  const copyToMs = await milliseconds(() =>
    new FilePath(computer.channel, target).untarFrom(createReadStream(archive)),
  );
  return { copyFromMs, copyToMs };
}

async function measureGlob({ computer, directory }: Connected): Promise<number> {
  const root = join(directory, 'many');
  await makeTree(root, FOUND);
  const workspace = new FilePath(computer.channel, root);
  let found = 0;
  const taken = await milliseconds(async () => {
    found = (await listArtifacts(workspace, '**/*.txt', computer.settings.artifactList)).size;
  });
  if (found !== FOUND) throw new Error(`${found} of ${FOUND} files were found`);
  return taken;
}

async function measureLaunches({ computer: { channel }, directory }: Connected): Promise<number> {
  let left = LAUNCHES;
  const work = async () => {
    while (left-- > 0) {
      const command = ['/bin/true'];
      const process = await launch(channel, { command, workDir: directory, console: countingSink(), quiet: true });
      if ((await process.join()) !== 0) throw new Error('/bin/true failed');
      process.release();
    }
  };
  const taken = await milliseconds(async () => {
    await Promise.all(Array.from({ length: LAUNCHES_AT_ONCE }, work));
  });
  return (LAUNCHES * 1000) / taken;
}

async function milliseconds(work: () => Promise<void>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}
