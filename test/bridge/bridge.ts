/** A controller's channel, an agent's with a bridge, and behind it a stand-in for Java (fake-java-main.ts). */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import { LazyRelay } from '../../src/bridge/relay.js';
import type { BridgeParts, JavaOptions } from '../../src/bridge/options.js';
import { callableHandler } from '../../src/callables/dispatch.js';
import { Channel } from '../../src/remoting/channel.js';
import type { RequestHandler } from '../../src/remoting/incoming-requests.js';
import { BYTE_PIPE } from '../../src/remoting/pipe-commands.js';
import { PipeOutput } from '../../src/remoting/pipe-output.js';
import { RemoteProxy } from '../../src/remoting/remote-proxy.js';
import { readStreamRef } from '../../src/remoting/remote-refs.js';
import { readProxy } from '../../src/remoting/wire/proxy-class.js';
import { declareClass } from '../../src/serial/declare.js';
import type { JavaObject, JavaValue } from '../../src/serial/model.js';
import { agentServices } from '../support/agent-services.js';
import { RecordingLogger } from '../support/channel-pair.js';
import { memoryTransports } from '../support/memory-transport.js';

export interface Bridge {
  readonly controller: Channel;
  readonly agent: Channel;
  readonly logger: RecordingLogger;
  /** How often Java ran each class. */
  readonly relayed: ReadonlyMap<string, number>;
  /** Has the agent run `test.NAME`. */
  readonly ask: (name: string, argument?: JavaValue, signal?: AbortSignal) => Promise<JavaValue>;
}

let directory: string | undefined;

function makeDirectory(): string {
  const made = mkdtempSync(join(tmpdir(), 'fake-java-'));
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** An executable that says that it is Java, and is another agent. Made once for each version. @returns its path */
export async function makeFakeJava(version = '17.0.1'): Promise<string> {
  directory ??= makeDirectory();
  const main = join(directory, 'main.mjs');
  const entry = join(import.meta.dirname, 'fake-java-main.ts');
  await build({
    entryPoints: [entry],
    outfile: main,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return javaThat(`exec '${process.execPath}' '${main}'`, version);
}

/** An executable that says that it is Java, and runs a line of shell. @returns its path */
export function javaThat(does: string, version = '17.0.1'): string {
  directory ??= makeDirectory();
  const java = join(mkdtempSync(join(directory, 'bin-')), 'java');
  const script = `#!/bin/sh
if [ "$1" = -version ]; then echo 'openjdk version "${version}" 2024-01-01' >&2; exit 0; fi
${does}
`;
  writeFileSync(java, script);
  chmodSync(java, 0o755);
  return java;
}

export async function openBridge(
  options: Partial<JavaOptions> = {},
  parts: Partial<BridgeParts> = {},
  environment: Readonly<Record<string, string>> = {},
  atController: Readonly<Record<string, () => Promise<JavaValue>>> = {},
): Promise<Bridge> {
  const ownEnvironment = { PATH: process.env['PATH'] ?? '', GREETING: 'hello', ...environment };
  const [controllerTransport, agentTransport] = memoryTransports();
  const logger = new RecordingLogger();
  const relayed = new Map<string, number>();
  const count = (className: string): number => {
    relayed.set(className, (relayed.get(className) ?? 0) + 1);
    return relayed.get(className) ?? 0;
  };
  const java = options.java ?? (await makeFakeJava());
  const services = agentServices({ logger, hasBridge: true, environment: ownEnvironment });
  const bridge: BridgeParts = {
    options: { arguments: [], memory: '64m', idleMs: 60_000, agentJar: 'agent.jar', ...options, java },
    logger,
    environment: ownEnvironment,
    jarCache: '/nowhere',
    downloadJar: undefined,
    controllerClass: services.controllerClass,
    relayed: count,
    ...parts,
  };
  const handler: RequestHandler = (request) => {
    const { className } = request as JavaObject;
    return atController[className]?.() ?? `at the controller: ${className}`;
  };
  const classLoader = { interfaces: ['hudson.remoting.RemoteClassLoader$IClassLoader'], invoke: () => null };
  const controller = new Channel({
    name: 'agent',
    transport: controllerTransport,
    logger,
    handler,
    classLoader,
  });
  const agent = new Channel({
    name: 'controller',
    transport: agentTransport,
    logger,
    handler: callableHandler(services),
    relay: (channel) => new LazyRelay(channel, bridge),
  });
  onTestFinished(() => controller.close());
  const ask = (name: string, argument: JavaValue = null, signal?: AbortSignal): Promise<JavaValue> =>
    controller.call(callable(`test.${name}`, argument), name, signal);
  return { controller, agent, logger, relayed, ask };
}

/** The object behind a proxy that was answered. */
export function proxyOf({ controller }: Bridge, value: JavaValue): RemoteProxy {
  const info = readProxy(value);
  if (!info) throw new Error('no proxy');
  return new RemoteProxy(controller, controller, info);
}

/** The stream that was answered, to write to. */
export function outputOf({ controller }: Bridge, value: JavaValue): PipeOutput<Buffer> {
  return new PipeOutput(controller, readStreamRef(value)?.oid ?? 0, BYTE_PIPE, undefined);
}

/** For what takes a process that starts, on a machine with other things to do. */
export const SOON = { timeout: 20_000 };

/** A callable with one field. */
export function callable(name: string, argument: JavaValue = null): JavaObject {
  return declareClass({ name, suid: 1n, fields: { argument: 'Ljava/lang/Object;' } }).create({ argument });
}
