import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FilePath } from '../../tools/controller/calls/file-path.js';
import { launch } from '../../tools/controller/calls/launch.js';
import type { Computer } from '../../tools/controller/computer.js';
import { Controller } from '../../tools/controller/controller.js';
import { connectAgent, PROTOCOLS } from '../tools/controller/in-process-agent.js';
import type { ConnectedAgent } from '../tools/controller/in-process-agent.js';
import { collectingSink } from '../support/sinks.js';

let controller: Controller;
let directory: string;

beforeEach(async () => {
  controller = await Controller.start();
  directory = await mkdtemp(join(tmpdir(), 'streams-'));
});
afterEach(async () => {
  await controller.close();
  await rm(directory, { recursive: true, force: true });
});

describe.each(PROTOCOLS)('over %s', (protocol) => {
  async function online() {
    const node = controller.addNode('a1');
    const agent = await connectAgent(controller, protocol, node);
    return { agent, computer: await node.whenOnline() };
  }

  test('files of several pipe windows travel whole in both directions', async () => {
    const { computer } = await online();
    const content = randomBytes(5 * 1024 * 1024 + 1);
    const source = join(directory, 'source');
    await writeFile(source, content);

    const target = new FilePath(computer.channel, join(directory, 'new/target'));
    await target.copyFrom(createReadStream(source));
    expect(await target.length()).toBe(content.length);
    expect(await target.digest()).toBe(createHash('md5').update(content).digest('hex'));

    const read: Buffer[] = [];
    for await (const bytes of target.read()) read.push(bytes);
    expect(Buffer.concat(read).equals(content)).toBe(true);

    const sink = collectingSink();
    await target.copyTo(sink);
    expect(sink.bytes().equals(content)).toBe(true);
  });

  test('a slow reader holds the agent back', async () => {
    const { agent, computer } = await online();
    const source = join(directory, 'source');
    await writeFile(source, Buffer.alloc(4 * 1024 * 1024, 'x'));
    const file = createWriteStream(join(directory, 'copy'), { highWaterMark: 1024 });
    for await (const bytes of new FilePath(computer.channel, source).read()) {
      if (!file.write(bytes)) await once(file, 'drain');
    }
    file.end();
    await once(file, 'close');
    expect((await stat(join(directory, 'copy'))).size).toBe(4 * 1024 * 1024);
    expect(agent.channel.exports.size).toBe(1);
  });

  test('a reader that stops early leaves nothing behind, and the channel goes on', async () => {
    const { computer } = await online();
    const source = join(directory, 'source');
    await writeFile(source, Buffer.alloc(4 * 1024 * 1024));
    for await (const bytes of new FilePath(computer.channel, source).read()) {
      expect(bytes.length).toBeGreaterThan(0);
      break;
    }
    expect(await new FilePath(computer.channel, source).exists()).toBe(true);
    await expect.poll(() => computer.channel.exports.size).toBe(2);
  });

  test('failures arrive as the exceptions of Java', async () => {
    const { computer } = await online();
    const missing = new FilePath(computer.channel, join(directory, 'missing'));
    await expect(missing.readToString()).rejects.toMatchObject({
      javaClass: 'java.nio.file.NoSuchFileException',
      javaMessage: missing.remote,
    });
    const bytes: Buffer[] = [];
    await expect(
      (async () => {
        for await (const chunk of missing.read()) bytes.push(chunk);
      })(),
    ).rejects.toMatchObject({ javaClass: 'java.nio.file.NoSuchFileException' });
    await expect(missing.child('x/y').mkdirs()).resolves.toBeUndefined();
    expect(bytes).toEqual([]);
  });

  test('the output of a process is complete when its end is known', async () => {
    const { computer } = await online();
    const console = collectingSink();
    const command = ['/bin/sh', '-c', 'head -c 3000000 /dev/zero | tr "\\0" x; exit 3'];
    const process = await launch(computer.channel, { command, workDir: directory, console, quiet: true });
    expect(await process.join()).toBe(3);
    expect(console.bytes().length).toBe(3_000_000);
    process.release();
    await expect.poll(() => console.ended).toBe(true);
  });

  test('export tables are no larger after 10,000 calls than after 10', async () => {
    const { agent, computer } = await online();
    const file = new FilePath(computer.channel, join(directory, 'file'));
    const source = join(directory, 'source');
    await writeFile(source, 'some content');
    const call = async (calls: number) => {
      for (let i = 0; i < calls; i++) {
        // One in a hundred moves bytes or starts a process; the others only ask.
        if (i % 100 === 0) await file.copyFrom(createReadStream(source));
        else if (i % 100 === 1) for await (const bytes of file.read()) expect(bytes.toString()).toBe('some content');
        else if (i % 1000 === 2) await runOnce(computer);
        else await (i % 2 === 0 ? computer.ping() : file.exists());
      }
    };
    await call(10);
    // What is given back at the end of a call may still be on its way.
    await expect.poll(() => computer.channel.exports.size).toBe(2);
    await expect.poll(() => agent.channel.exports.size).toBe(1);
    const afterFew = exportsOf(agent, computer);
    await call(10_000);
    await expect.poll(() => exportsOf(agent, computer)).toEqual(afterFew);
  }, 120_000);

  async function runOnce({ channel }: Computer): Promise<void> {
    const command = ['/bin/sh', '-c', 'echo done'];
    const process = await launch(channel, { command, workDir: directory, console: collectingSink() });
    expect(await process.join()).toBe(0);
    process.release();
  }
});

/** Both export tables, with the number of references to each kind of object. */
function exportsOf(agent: ConnectedAgent, computer: Computer) {
  const kinds = (dump: string) =>
    dump
      .replace(/^#\d+ /gm, '')
      .split('\n')
      .sort();
  return { agent: kinds(agent.channel.dumpExports()), controller: kinds(computer.channel.dumpExports()) };
}

test('a file that is overwritten is shorter afterwards', async () => {
  const node = controller.addNode('a1');
  await connectAgent(controller, 'tcp', node);
  const { channel } = await node.whenOnline();
  const file = new FilePath(channel, join(directory, 'file'));
  await file.write('a longer text');
  await file.write('ü');
  expect(await readFile(file.remote, 'utf8')).toBe('ü');
  await file.delete();
  expect(await file.exists()).toBe(false);
});
