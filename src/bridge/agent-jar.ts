/**
 * The official agent's jar: the controller's own, so that versions match. Which one that is the controller says over its
 * channel, by a checksum; a jar of another checksum is never run. It comes from the jar cache, from the controller's web pages,
 * or over the channel, and stays in the cache, where the child looks for jars, too (hudson.remoting.FileSystemJarCache):
 *
 *     JARCACHE/XX/YYYYYYYYYYYYYYZZZZZZZZZZZZZZZZ.jar      the checksum in hex
 */
import { createHash, randomBytes } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../java/file-errors.js';
import { JavaError, ioError } from '../java/java-error.js';
import { wholeFile } from '../os/files/whole-file.js';
import { writeFile } from '../os/files/write-file.js';
import { makeDirectories } from '../os/files/directories.js';
import { exportOutput } from '../remoting/exports.js';
import type { RelayedChannel } from '../remoting/relay.js';
import { readProxy } from '../remoting/wire/proxy-class.js';
import { boxLong } from '../serial/jdk.js';
import { JavaObject } from '../serial/model.js';
import type { BridgeParts } from './options.js';

/** A class that is in the jar. */
const LAUNCHER = 'hudson/remoting/Launcher.class';
const CHANNEL_OBJECT = 1;

/** An agent.jar has one and a half megabytes. */
const JAR = { bytes: 64 * 1024 * 1024, of: 'an agent.jar' };

interface Checksum {
  readonly sum1: bigint;
  readonly sum2: bigint;
}

type JarParts = Pick<BridgeParts, 'jarCache' | 'downloadJar' | 'logger' | 'options'>;

/**
 * @returns the path of the jar, checked now
 * @throws JavaError java.io.IOException that says what was tried
 */
export async function agentJar(channel: RelayedChannel, classLoader: number | null, parts: JarParts): Promise<string> {
  const { options, jarCache } = parts;
  if (options.agentJar !== undefined) return options.agentJar;
  const wanted = await controllersChecksum(channel, classLoader);
  const file = path.join(jarCache, cachePath(wanted));
  if (await hasChecksum(file, wanted)) return file;
  const jar = await obtain(wanted, channel, parts);
  await store(file, jar);
  return file;
}

/** RemoteClassLoader$IClassLoader.getResource2 answers with a ResourceFile, whose image names the jar. */
async function controllersChecksum(channel: RelayedChannel, classLoader: number | null): Promise<Checksum> {
  if (classLoader === null) throw ioError('The request came without a class loader to ask for agent.jar');
  const loader = 'hudson.remoting.RemoteClassLoader$IClassLoader';
  const types = ['java.lang.String'];
  const file = await channel.invoke(classLoader, loader, 'getResource2', types, [LAUNCHER]);
  const image = file instanceof JavaObject ? file.get('image') : undefined;
  const [sum1, sum2] = image instanceof JavaObject ? [image.get('sum1'), image.get('sum2')] : [];
  if (typeof sum1 === 'bigint' && typeof sum2 === 'bigint') return { sum1, sum2 };
  throw ioError('The controller does not tell the checksum of its agent.jar: name one with -javaAgentJar');
}

async function obtain(wanted: Checksum, channel: RelayedChannel, parts: JarParts): Promise<Buffer> {
  const { downloadJar, logger } = parts;
  if (downloadJar) {
    try {
      const jar = await downloadJar(channel.closed);
      if (isSame(checksumOf(jar), wanted)) return jar;
      throw ioError('the agent.jar of its web pages has another checksum than the controller says');
    } catch (error) {
      logger.log('FINE', 'jenkins-agent java', 'agent.jar comes over the channel', error);
    }
  }
  const jar = await overChannel(wanted, channel);
  if (isSame(checksumOf(jar), wanted)) return jar;
  throw ioError('The agent.jar that the controller sends has another checksum than it says: it is not run');
}

/** hudson.remoting.JarLoader, a property of the controller's channel. */
async function overChannel({ sum1, sum2 }: Checksum, channel: RelayedChannel): Promise<Buffer> {
  const property = 'hudson.remoting.JarLoader.ours';
  const types = ['java.lang.Object'];
  const found = await channel.invoke(CHANNEL_OBJECT, 'hudson.remoting.IChannel', 'getProperty', types, [property]);
  const jarLoader = readProxy(found);
  if (!jarLoader) throw ioError('The controller hands no jars out: name an agent.jar with -javaAgentJar');
  const chunks: Buffer[] = [];
  const whole = new Promise<void>((resolve, reject) => {
    const sink = {
      write: (bytes: Buffer) => void chunks.push(Buffer.from(bytes)),
      end: (error?: Error) => (error ? reject(error) : resolve()),
    };
    const args = [boxLong(sum1), boxLong(sum2), exportOutput(channel, sink)];
    const signature = ['long', 'long', 'java.io.OutputStream'];
    channel
      .invoke(jarLoader.oid, 'hudson.remoting.JarLoader', 'writeJarTo', signature, args)
      .then(() => resolve(), reject);
  });
  await whole;
  return Buffer.concat(chunks);
}

/** hudson.remoting.Checksum: SHA-256, its four longs folded into two. */
export function checksumOf(jar: Buffer): Checksum {
  const digest = createHash('sha256').update(jar).digest();
  return {
    sum1: digest.readBigInt64BE(0) ^ digest.readBigInt64BE(16),
    sum2: digest.readBigInt64BE(8) ^ digest.readBigInt64BE(24),
  };
}

function isSame(one: Checksum, other: Checksum): boolean {
  return one.sum1 === other.sum1 && one.sum2 === other.sum2;
}

function cachePath({ sum1, sum2 }: Checksum): string {
  const hex = (sum: bigint) => BigInt.asUintN(64, sum).toString(16).padStart(16, '0').toUpperCase();
  return path.join(hex(sum1).slice(0, 2), `${hex(sum1).slice(2)}${hex(sum2)}.jar`);
}

async function hasChecksum(file: string, wanted: Checksum): Promise<boolean> {
  try {
    return isSame(checksumOf(await wholeFile(file, JAR)), wanted);
  } catch (error) {
    // What is longer, and what is no file, is not it: that goes when the right one is stored.
    if (error instanceof JavaError || ['ENOENT', 'EFTYPE'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}

/** Under another name first: agents that share a cache never see half of it. */
async function store(file: string, jar: Buffer): Promise<void> {
  await makeDirectories(path.dirname(file));
  const beside = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(beside, jar);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
