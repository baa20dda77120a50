import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fileQueues } from '../../../src/plugins/htmlpublisher/file-queue.js';
import { declareClass } from '../../../src/serial/declare.js';
import { unbox, uuid } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { scratch } from '../../os/files/scratch.js';
import { FakeCall } from '../../support/fake-call.js';
import type { FakeOutput } from '../../support/fake-call.js';
import { askAt } from '../../jenkins/ask.js';
import { COMPRESSION, explicit, glob, javaObject, tarNames } from '../../jenkins/archive/support.js';
import { failureOf } from '../../jenkins/file-path/request.js';

const COPY = 'hudson.FilePath$CopyRecursiveRemoteToLocal';
const WRITER = 'htmlpublisher.util.DirScanningQueueWriter';
const REMOVER = 'htmlpublisher.util.QueueShutdownAndRemover';
const KEY = '7b0a3e64-1c5f-4a53-9f08-f0d4f3e2c001';

let base: string;
let first: FakeCall;

beforeEach(() => {
  base = scratch();
  first = new FakeCall();
  for (let i = 0; i < 40; i++) writeFileSync(path.join(base, `page${i}.html`), 'x'.repeat(i));
});

/** Another request on the same channel. */
const another = (): FakeCall => Object.assign(new FakeCall(), { channel: first.channel });

interface Worker {
  readonly call: FakeCall;
  readonly pipe: FakeOutput;
  readonly answer: Promise<JavaValue>;
}

function startWorker(compression = COMPRESSION.GZIP): Worker {
  const call = another();
  const pipe = call.newOutput();
  const scanner = javaObject('htmlpublisher.util.QueueReadingDirScanner', { queueKey: uuid(KEY) });
  const fields = { compression, filenamesEncoding: 'UTF-8', pipe: pipe.value, scanner };
  return { call, pipe, answer: askAt(base, COPY, fields, call) };
}

const fill = (dirScanner: JavaValue = glob('**/*.html')): Promise<JavaValue> =>
  askAt(base, WRITER, { dirScanner, queueKey: uuid(KEY) }, another());
const remove = (): Promise<JavaValue> => askAt(base, REMOVER, { queueKey: uuid(KEY) }, another());
const queues = (): number => fileQueues(first.channel).size;
const used = (): Promise<void> => vi.waitFor(() => expect(queues()).toBe(1));

describe('a report that several workers copy', () => {
  it('is sent once as a whole, whether the workers come first or last', async () => {
    const workers = [startWorker(), startWorker()];
    const statistic = (await fill()) as JavaObject;
    workers.push(startWorker());
    const counts = (await Promise.all(workers.map(({ answer }) => answer))).map((count) => unbox(count) as number);
    expect(counts.reduce((sum, count) => sum + count)).toBe(40);
    const sent = workers.flatMap(({ pipe }) => tarNames(gunzipSync(pipe.bytes())));
    expect(sent.sort()).toEqual(Array.from({ length: 40 }, (_, i) => `page${i}.html`).sort());
    expect(statistic.desc).toEqual(
      declareClass({
        name: 'htmlpublisher.util.FileEntryQueue$Statistic',
        suid: 1n,
        fields: { overallCount: 'I', overallSize: 'J' },
      }).desc,
    );
    expect(statistic.get('overallCount')).toBe(40);
    expect(statistic.get('overallSize')).toBe(780n);
    expect(queues()).toBe(1);
    expect(await remove()).toBeNull();
    expect(queues()).toBe(0);
  });

  it('goes to those who are ready for it', async () => {
    const slow = startWorker(COMPRESSION.NONE);
    slow.pipe.onWrite = () => new Promise(() => undefined);
    const fast = startWorker();
    await used();
    await fill();
    expect(unbox(await fast.answer)).toBeGreaterThanOrEqual(39);
    expect(slow.pipe.chunks).toHaveLength(1);
  });

  it('has links as what they lead to', async () => {
    symlinkSync('page7.html', path.join(base, 'link.html'));
    await fill(glob('link.html'));
    const worker = startWorker();
    await worker.answer;
    expect(tarNames(gunzipSync(worker.pipe.bytes()))).toEqual(['link.html']);
  });

  it('ends for all when one fails', async () => {
    mkdirSync(path.join(base, 'd'));
    const workers = [startWorker(), startWorker()];
    await fill(explicit({ gone: 'no/such/file' }));
    const answers = await Promise.allSettled(workers.map(({ answer }) => answer));
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { javaClass: 'java.nio.file.NoSuchFileException' },
    });
    await remove();
    expect(queues()).toBe(0);
  });

  it('ends when its files cannot be found', async () => {
    const worker = startWorker();
    expect(await failureOf(fill(javaObject('com.example.MyScanner')))).toBe(
      'java.io.IOException: The directory scanner com.example.MyScanner is not known to this agent',
    );
    // Nothing has happened: the controller removes the queue, as it does when Java finds no class.
    await used();
    await remove();
    expect(unbox(await worker.answer)).toBe(0);
  });
});

describe('the queue', () => {
  it('is removed under workers that wait for it', async () => {
    const worker = startWorker();
    await used();
    await remove();
    expect(unbox(await worker.answer)).toBe(0);
    expect(queues()).toBe(0);
  });

  it('is left alone by a worker that is cancelled, and gone when nobody filled it', async () => {
    const workers = [startWorker(), startWorker()] as const;
    await used();
    workers[0].call.cancel();
    expect(await failureOf(workers[0].answer)).toBe('java.lang.InterruptedException');
    await fill();
    expect(unbox(await workers[1].answer)).toBe(40);
    await remove();
    const late = startWorker();
    await used();
    late.call.cancel();
    expect(await failureOf(late.answer)).toBe('java.lang.InterruptedException');
    expect(queues()).toBe(0);
  });

  it('ends with its channel', async () => {
    await fill();
    expect(queues()).toBe(1);
    const other = new FakeCall();
    expect(fileQueues(other.channel).size).toBe(0);
    first.endChannel();
    expect(queues()).toBe(0);
  });
});
