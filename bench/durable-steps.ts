/** What the sh steps of Pipelines cost: many at once, one with a long log, and masking. */
import { join } from 'node:path';
import { maskTexts } from '../src/plugins/credentials-binding/masking.js';
import { DurableStep } from '../tools/controller/calls/durable-step.js';
import type { ByteSink } from '../src/remoting/call.js';
import type { MeasuredAgent } from './agents.js';
import { formatNumber, formatTable } from './table.js';
import { withAgent } from './with-agent.js';
import type { Connected } from './with-agent.js';

export interface DurableSteps {
  /** 50 steps at once with a megabyte each, from the start of the first to the end of the last. */
  readonly parallelPolledMs: number;
  readonly parallelWatchedMs: number;
  /** One step of 300,000 lines, in order. */
  readonly linesPolledMs: number;
  readonly linesWatchedMs: number;
  /** Through the masking of ten secrets, in this process. */
  readonly maskingMbPerS: number;
}

/** Prints a table of both transports. */
export async function reportDurableSteps(agent: MeasuredAgent): Promise<void> {
  const tcp = await measureDurableSteps(agent, false);
  const webSocket = await measureDurableSteps(agent, true);
  const row = (what: string, key: keyof DurableSteps) => [what, formatNumber(tcp[key]), formatNumber(webSocket[key])];
  const rows = [
    row('50 steps with 1 MB each, polled, ms', 'parallelPolledMs'),
    row('50 steps with 1 MB each, watched, ms', 'parallelWatchedMs'),
    row('a step with 300,000 lines, polled, ms', 'linesPolledMs'),
    row('a step with 300,000 lines, watched, ms', 'linesWatchedMs'),
    row('masking of ten secrets, MB/s', 'maskingMbPerS'),
  ];
  console.log(`\n${formatTable(['Pipeline steps', 'TCP', 'WebSocket'], rows)}`);
}

type Mode = 'polled' | 'watched';

const STEPS = 50;
const LINES = 300_000;
const MB = 1024 * 1024;
const MASKED_MB = 200;
const POLL_MS = 250;

/** Measures once; each figure takes seconds. Throws when a byte is missing or out of order. */
export async function measureDurableSteps(agent: MeasuredAgent, webSocket: boolean): Promise<DurableSteps> {
  return withAgent(agent, webSocket, {}, async (connected) => ({
    parallelPolledMs: await parallel(connected, 'polled'),
    parallelWatchedMs: await parallel(connected, 'watched'),
    linesPolledMs: await manyLines(connected, 'polled'),
    linesWatchedMs: await manyLines(connected, 'watched'),
    maskingMbPerS: await masking(),
  }));
}

async function parallel({ computer: { channel }, directory }: Connected, mode: Mode): Promise<number> {
  const script = `head -c ${MB} /dev/zero | tr '\\0' x`;
  return milliseconds(async () => {
    const running = Array.from({ length: STEPS }, async (_, i) => {
      const step = await DurableStep.start(channel, { workspace: join(directory, `${mode}${i}`), script });
      let count = 0;
      await finish(channel, step, mode, (bytes) => (count += bytes.length));
      // A watched step ends its last line.
      if (count !== MB + (mode === 'watched' ? 1 : 0)) throw new Error(`${count} of ${MB} bytes arrived`);
    });
    await Promise.all(running);
  });
}

async function manyLines({ computer: { channel }, directory }: Connected, mode: Mode): Promise<number> {
  const step = await DurableStep.start(channel, {
    workspace: join(directory, `lines-${mode}`),
    script: `seq ${LINES}`,
  });
  const chunks: Buffer[] = [];
  const took = await milliseconds(() => finish(channel, step, mode, (bytes) => chunks.push(bytes)));
  const lines = Buffer.concat(chunks).toString().split('\n');
  lines.pop();
  const wrong = lines.findIndex((line, at) => line !== String(at + 1));
  if (wrong >= 0 || lines.length !== LINES)
    throw new Error(`${lines.length} lines arrived, the first wrong one is ${wrong}`);
  return took;
}

type StepChannel = Connected['computer']['channel'];

async function finish(
  channel: StepChannel,
  step: DurableStep,
  mode: Mode,
  take: (bytes: Buffer) => void,
): Promise<void> {
  const sink: ByteSink = { write: (bytes) => take(bytes), end: () => undefined };
  const code = mode === 'polled' ? await step.poll(channel, sink, POLL_MS) : (await step.watch(channel, sink)).exitCode;
  if (code !== 0) throw new Error(`the step ended with ${code}`);
}

/** Lines as builds print them, one in a hundred with a secret, in pieces as they are read from a log. */
async function masking(): Promise<number> {
  const secrets = Array.from({ length: 10 }, (_, i) => `s3cr3t-${i}-${'abcdefgh'.repeat(2)}`);
  const [transform] = maskTexts(secrets, '****', 'UTF-8');
  if (!transform) throw new Error('there is nothing to mask');
  await transform.ready;
  const lines = Array.from(
    { length: 1000 },
    (_, i) => `[INFO] Compiling module ${i} ${i % 100 === 0 ? secrets[3] : 'of some project'}\n`,
  );
  const text = Buffer.from(lines.join(''));
  const pieces = Math.ceil((MASKED_MB * MB) / text.length);
  const took = await milliseconds(() => {
    for (let i = 0; i < pieces; i++) transform.push(text);
    return Promise.resolve();
  });
  return (pieces * text.length) / MB / (took / 1000);
}

async function milliseconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
