/** What only a real Java can show: that it takes the options that it is given, and how it ends. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findJava } from '../../src/bridge/find-java.js';
import { javaLevelOf } from '../../src/bridge/class-level.js';
import { JavaProcess } from '../../src/bridge/java-process.js';
import { CAPABILITY_BASE64 } from '../../src/transport/capability.js';
import { RecordingLogger } from '../support/channel-pair.js';
import { SOON } from './bridge.js';

/** Says hello as agent.jar does, and then waits: a `!` has it use up its memory. */
const SOURCE = `
public class Hello {
  public static void main(String[] words) throws Exception {
    System.err.println("heap " + Runtime.getRuntime().maxMemory() + " greeting " + System.getenv("GREETING"));
    System.out.print("<===[JENKINS REMOTING CAPACITY]===>${CAPABILITY_BASE64}");
    System.out.write(new byte[4]);
    System.out.flush();
    int read;
    while ((read = System.in.read()) >= 0) {
      if (read != '!') continue;
      java.util.List<byte[]> all = new java.util.ArrayList<>();
      for (;;) all.add(new byte[1 << 20]);
    }
  }
}`;

const missing = ['java', 'javac', 'jar'].filter((tool) => {
  try {
    execFileSync(tool, [tool === 'jar' ? '--version' : '-version'], { stdio: 'ignore' });
    return false;
  } catch {
    return true;
  }
});
if (missing.length > 0) process.stderr.write(`No ${missing.join(', ')} here: what a real Java does is not tested\n`);

describe.skipIf(missing.length > 0)('a real Java', { timeout: 120_000 }, () => {
  let directory: string;
  let jar: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'jvm-'));
    jar = join(directory, 'hello.jar');
    writeFileSync(join(directory, 'Hello.java'), SOURCE);
    const cwd = directory;
    execFileSync('javac', ['Hello.java'], { cwd });
    execFileSync('jar', ['cfe', 'hello.jar', 'Hello', 'Hello.class'], { cwd });
  }, 120_000);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  async function start(options: readonly string[] = [], signal = new AbortController().signal) {
    const logger = new RecordingLogger();
    const found = await findJava('auto', process.env, 8);
    if (!found.java) throw new Error(found.problem);
    const child = await JavaProcess.start({
      java: found.java,
      jar,
      jarCache: directory,
      arguments: options,
      memory: '32m',
      environment: { GREETING: 'hello' },
      logger,
      signal,
    });
    child.transport.start({ command: () => undefined, end: () => undefined });
    return { child, told: () => logger.records.map(({ message }) => message).join('\n') };
  }

  it('starts with its heap and its environment, and ends when its input does', async () => {
    const { child, told } = await start();
    await expect.poll(told, SOON).toMatch(/heap \d+ greeting hello/);
    expect(Number(/heap (\d+)/.exec(told())?.[1])).toBeLessThanOrEqual(32 * 1024 * 1024);
    await child.end();
    expect(await child.ended).toMatch(/^ended with exit code 0/);
  });

  it('says nothing of its own among the commands', async () => {
    const { child, told } = await start(['-XX:+PrintCommandLineFlags']);
    await expect.poll(told, SOON).toContain('-XX:MaxHeapSize=');
    await child.end();
  });

  it('that uses up its memory says so when it ends', async () => {
    const { child } = await start();
    child.transport.send(Buffer.from('!'));
    expect(await child.ended).toMatch(/^ended with exit code 1 \(.*java\.lang\.OutOfMemoryError: Java heap space/);
  });

  it('that does not know an option says which', async () => {
    await expect(start(['-XX:+NoSuchOption'])).rejects.toThrow(
      /hello\.jar does not start: it ended with exit code 1 \(.*Unrecognized VM option 'NoSuchOption'/,
    );
  });

  it('is of the level that its classes tell, or above', async () => {
    const found = await findJava('auto', process.env, javaLevelOf(readFileSync(join(directory, 'Hello.class'))) ?? 0);
    expect(found.java?.level).toBeGreaterThanOrEqual(8);
    const tooNew = await findJava('auto', process.env, 99);
    expect(tooNew).toMatchObject({
      java: undefined,
      problem: expect.stringMatching(/no Java 99 or later.* is Java /) as string,
    });
  });
});
