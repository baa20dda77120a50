/** `npm run bench`: what the agent costs, as numbers. Both transports, medians over several runs, on loopback. `--help` tells its options. */
import { cpus } from 'node:os';
import { officialAgent, ourAgent } from './agents.js';
import type { MeasuredAgent } from './agents.js';
import { measureDurableSteps } from './durable-steps.js';
import type { DurableSteps } from './durable-steps.js';
import { measureManySmall } from './files.js';
import type { ManySmall } from './files.js';
import { reportGit } from './git.js';
import { FULL_SCALE, measureScale } from './scale.js';
import { measureBareNode, measureStartUp } from './start-up.js';
import type { StartUp } from './start-up.js';
import { formatNumber, formatTable } from './table.js';
import { missingForGit } from './missing-programs.js';
import { measureThroughput } from './throughput.js';
import type { Throughput } from './throughput.js';
import { benchArguments, USAGE } from './usage.js';
import type { BenchArguments } from './usage.js';

const args = readArguments();
const { runs } = args;
const agent = ourAgent(args.agent);
const official = args.against === undefined ? undefined : officialAgent(args.against);
const THROUGHPUT_ROUNDS = 3;

console.log(`Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} processors\n`);
if (args.only === 'scale') {
  await reportScale();
} else if (args.only === 'git') {
  await reportGitIfPossible();
} else {
  await reportStartUp();
  await reportThroughput();
  await reportManySmall();
  await reportDurableSteps();
  await reportGitIfPossible();
}

/** Help and wrong usage end here. */
function readArguments(): BenchArguments {
  try {
    const given = benchArguments(process.argv.slice(2));
    if (given) return given;
    console.log(USAGE);
    process.exit(0);
  } catch (error) {
    console.error(
      `${error instanceof Error ? error.message : String(error)}\n"npm run bench -- --help" tells all options`,
    );
    process.exit(2);
  }
}

/** The rest is worth having without it; where it alone is asked for, the bench has failed. */
async function reportGitIfPossible(): Promise<void> {
  const missing = missingForGit();
  if (missing === undefined) return reportGit(agent);
  console.error(`\n${missing}`);
  if (args.only === 'git') process.exitCode = 1;
}

async function reportStartUp(): Promise<void> {
  const bare = await measureBareNode(runs);
  const rows: string[][] = [];
  for (const webSocket of [false, true]) {
    const ours = await measureStartUp(agent, webSocket, runs);
    const theirs = official && (await measureStartUp(official, webSocket, runs));
    rows.push(...startUpRows(webSocket ? 'WebSocket' : 'TCP', ours, theirs, bare));
  }
  const header = ['start-up', agent.label, ...againstColumns(official), 'bare node'];
  console.log(`${formatTable(header, rows)}\n(medians of ${runs} starts)\n`);
}

function againstColumns(other: MeasuredAgent | undefined): string[] {
  return other ? [other.label, 'ratio'] : [];
}

function startUpRows(transport: string, ours: StartUp, theirs: StartUp | undefined, bare: StartUp): string[][] {
  const row = (what: string, key: keyof StartUp) => [
    `${transport}: ${what}`,
    formatNumber(ours[key]),
    ...(theirs ? [formatNumber(theirs[key]), `1 : ${formatNumber(theirs[key] / ours[key])}`] : []),
    Number.isNaN(bare[key]) ? '' : formatNumber(bare[key]),
  ];
  return [
    row('start to first answer, ms', 'firstAnswerMs'),
    row('CPU until then, ms', 'cpuMs'),
    row('memory after 1,200 calls, MB', 'residentMb'),
    row('a small call, ms', 'callMs'),
  ];
}

async function reportThroughput(): Promise<void> {
  const tcp = await measureThroughput(agent, false, THROUGHPUT_ROUNDS);
  const webSocket = await measureThroughput(agent, true, THROUGHPUT_ROUNDS);
  const row = (what: string, key: keyof Throughput) => [what, formatNumber(tcp[key]), formatNumber(webSocket[key])];
  const rows = [
    row('process output, MB/s', 'processOutputMbPerS'),
    row('file to the agent, MB/s', 'fileWriteMbPerS'),
    row('file from the agent, MB/s', 'fileReadMbPerS'),
    row('a FilePath call, ms', 'existsMs'),
    row('a process, ms', 'launchMs'),
    row('most memory, MB', 'peakMb'),
  ];
  console.log(
    `${formatTable(['connected', 'TCP', 'WebSocket'], rows)}\n(medians of ${THROUGHPUT_ROUNDS} rounds, 128 MB each)`,
  );
}

async function reportManySmall(): Promise<void> {
  const tcp = await measureManySmall(agent, false);
  const webSocket = await measureManySmall(agent, true);
  const row = (what: string, key: keyof ManySmall) => [what, formatNumber(tcp[key]), formatNumber(webSocket[key])];
  const rows = [
    row('2,000 small files from the agent, ms', 'copyFromMs'),
    row('2,000 small files to the agent, ms', 'copyToMs'),
    row('an Ant pattern over 50,000 files, ms', 'globMs'),
    row('processes a second, ten at a time', 'launchesPerS'),
  ];
  console.log(`\n${formatTable(['many small', 'TCP', 'WebSocket'], rows)}`);
}

async function reportScale(): Promise<void> {
  for (const webSocket of [false, true]) {
    const transport = webSocket ? 'WebSocket' : 'TCP';
    for await (const { what, seconds, peakMb } of measureScale(agent, webSocket, FULL_SCALE)) {
      console.log(`${transport}: ${what}: ${formatNumber(seconds)} s, at most ${formatNumber(peakMb)} MB of memory`);
    }
  }
}

async function reportDurableSteps(): Promise<void> {
  const tcp = await measureDurableSteps(agent, false);
  const webSocket = await measureDurableSteps(agent, true);
  const row = (what: string, key: keyof DurableSteps) => [what, formatNumber(tcp[key]), formatNumber(webSocket[key])];
  const rows = [
    row('50 sh steps at once, polled, ms', 'parallelPolledMs'),
    row('50 sh steps at once, watched, ms', 'parallelWatchedMs'),
    row('300,000 lines, polled, ms', 'linesPolledMs'),
    row('300,000 lines, watched, ms', 'linesWatchedMs'),
    row('masking ten secrets, MB/s', 'maskingMbPerS'),
  ];
  console.log(`\n${formatTable(['sh steps', 'TCP', 'WebSocket'], rows)}`);
}
