/**
 * Jars that a controller hands over to be loaded (remoting's PreloadJarTask and PreloadJarTask2). None is loaded here; but the
 * step withGroovy asks for the path of two of them afterwards, to put it into the class path of a JVM that the build starts.
 * Those are kept as files until the agent's process ends, as the official agent keeps them, each content once.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { childFile } from '../java/path.js';
import { makeDirectories } from '../os/files/directories.js';
import { createTempDirectory, temporaryDirectory } from '../os/files/temporary-files.js';
import { writeFile } from '../os/files/write-file.js';
import type { CallChannel } from '../remoting/call.js';

/** Classes whose jar is asked for, as their entries are named in it. */
const WANTED = {
  groovy: 'groovy/lang/Writable.class',
  ivy: 'org/apache/ivy/util/extendable/ExtendableItem.class',
} as const;

export type WantedJar = keyof typeof WANTED;

/** Whether a jar of this URL may be one of them: for those that would have to be fetched to know. */
export function mayBeWanted(url: string): boolean {
  return /\/(?:groovy|ivy)[\w.-]*\.jar$/.test(url);
}

/**
 * Keeps a jar if it is one that will be asked for.
 * @param name its file name
 */
export async function keepJar(channel: CallChannel, name: string, content: Buffer): Promise<void> {
  // Names of entries are not compressed, so that the bytes tell.
  const which = (Object.keys(WANTED) as WantedJar[]).find((each) => content.includes(WANTED[each]));
  if (which === undefined) return;
  const ofChannel = brought.get(channel) ?? new Map<WantedJar, string>();
  brought.set(channel, ofChannel);
  ofChannel.set(which, await stored(name, content));
}

/** Where the jar is that the controller of this channel has handed over; undefined when it has not. */
export function preloadedJar(channel: CallChannel, which: WantedJar): string | undefined {
  return brought.get(channel)?.get(which);
}

const brought = new WeakMap<CallChannel, Map<WantedJar, string>>();
/** Digest -> file. */
const files = new Map<string, Promise<string>>();
let directory: Promise<string> | undefined;

function stored(name: string, content: Buffer): Promise<string> {
  const digest = createHash('sha256').update(content).digest('hex');
  const known = files.get(digest) ?? store(digest, name, content);
  files.set(digest, known);
  known.catch(() => files.delete(digest));
  return known;
}

async function store(digest: string, name: string, content: Buffer): Promise<string> {
  directory ??= makeDirectory();
  directory.catch(() => (directory = undefined));
  const folder = childFile(await directory, digest.slice(0, 16));
  await makeDirectories(folder);
  const file = childFile(folder, name);
  await writeFile(file, content);
  return file;
}

async function makeDirectory(): Promise<string> {
  const made = await createTempDirectory(temporaryDirectory(), 'jenkins-agent-jars');
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  return made;
}
