/** Everything that starting a child takes: a Java that will do, the controller's agent.jar, the process. */
import { ioError } from '../java/java-error.js';
import type { Call } from '../remoting/call.js';
import type { RelayedChannel } from '../remoting/relay.js';
import { agentJar } from './agent-jar.js';
import { javaLevelOf } from './class-level.js';
import { findJava } from './find-java.js';
import type { Java } from './find-java.js';
import { JavaChild } from './java-child.js';
import type { ChildEvents } from './java-child.js';
import { JavaProcess } from './java-process.js';
import type { BridgeParts } from './options.js';
import type { OrphanedRequests } from './request-ids.js';

/** What agent.jar itself needs where nothing tells. */
const LEAST_LEVEL = 8;

/** The Java that a class of the controller's needs, and agent.jar beside it. */
export async function levelOf(className: string, call: Call, { controllerClass }: BridgeParts): Promise<number> {
  const names = [className, 'hudson.remoting.Launcher'];
  const files = await Promise.all(names.map((name) => controllerClass(name, call)));
  return Math.max(LEAST_LEVEL, ...files.map((file) => (file ? javaLevelOf(file) : undefined) ?? LEAST_LEVEL));
}

/** @throws JavaError when a Java that runs already is too old for a class */
export function checkLevel(java: Java, level: number): void {
  if (java.level >= level) return;
  throw ioError(`it needs Java ${level} or later, and the one that runs is ${java.version} (${java.path})`);
}

export interface Successor {
  /** The highest object id that earlier children have used. */
  readonly floor: number;
  readonly orphans: OrphanedRequests;
  /** The Java that is needed at least. */
  readonly level: number;
}

/** @param classLoader the peer's loader to ask for agent.jar */
export async function startChild(
  channel: RelayedChannel,
  classLoader: number | null,
  parts: BridgeParts,
  events: ChildEvents,
  { floor, orphans, level }: Successor,
): Promise<JavaChild> {
  const { options, environment, jarCache, logger } = parts;
  const found = await findJava(options.java, environment, level);
  if (!found.java) throw ioError(found.problem);
  const jar = await agentJar(channel, classLoader, parts);
  const { arguments: words, memory } = options;
  const process = await JavaProcess.start({
    java: found.java,
    jar,
    jarCache,
    arguments: words,
    memory,
    environment,
    logger,
    signal: channel.closed,
  });
  return new JavaChild(process, channel, events, floor, orphans);
}

/** What the controller calls the class loader of a request, `PluginClassLoader for warnings-ng`; older ones do not tell. */
export async function loaderName({ channel, classLoader, signal }: Call): Promise<string | undefined> {
  if (classLoader === null) return undefined;
  const loader = 'hudson.remoting.RemoteClassLoader$IClassLoader';
  const name = await channel.invoke(classLoader, loader, 'getName', [], [], signal).catch(() => null);
  return typeof name === 'string' && name !== '' ? name : undefined;
}
