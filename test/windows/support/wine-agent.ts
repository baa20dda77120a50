/** An agent under Wine, connected to an embedded controller. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { FilePath } from '../../../tools/controller/calls/file-path.js';
import { launch } from '../../../tools/controller/calls/launch.js';
import type { RemoteProcess } from '../../../tools/controller/calls/launch.js';
import type { Computer } from '../../../tools/controller/computer.js';
import { Controller } from '../../../tools/controller/controller.js';
import type { Node } from '../../../tools/controller/node.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { object } from '../../jenkins/file-path/objects.js';
import { AGENT_JS, NODE, onDriveC, startWine } from './wine.js';
import type { WineProcess } from './wine.js';

export interface WineAgentOptions {
  readonly webSocket?: boolean;
  /** What starts the agent: Node with bin/agent.js when missing. */
  readonly program?: readonly string[];
  readonly options?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** As the option has it; a folder of its own on C: when missing. */
  readonly workDir?: string;
}

/** Takes what is to be done when the agent is no longer needed. The last one given is done first. */
type AtEnd = (dispose: () => void | Promise<void>) => void;

export class WineAgent {
  private constructor(
    readonly controller: Controller,
    readonly node: Node,
    readonly workDir: string,
    private readonly options: WineAgentOptions,
    private readonly atEnd: AtEnd,
    public process: WineProcess,
    public computer: Computer,
  ) {}

  /** Starts one, online. It is gone with the test, its work directory too. */
  static async start(options: WineAgentOptions = {}, atEnd: AtEnd = onTestFinished): Promise<WineAgent> {
    const controller = await Controller.start();
    atEnd(() => controller.close());
    const workDir = options.workDir ?? `C:\\agent-${randomBytes(4).toString('hex')}`;
    atEnd(() => rmSync(onDriveC(workDir), { recursive: true, force: true }));
    const node = controller.addNode('windows', { webSocket: options.webSocket ?? false });
    const process = begin(controller, node, workDir, options, atEnd);
    return new WineAgent(controller, node, workDir, options, atEnd, process, await online(process, node));
  }

  /** Starts one for all tests of a file or group, in its `beforeAll`, which is to return what ends it. */
  static async startForAll(options: WineAgentOptions = {}) {
    const disposals: (() => void | Promise<void>)[] = [];
    const agent = await WineAgent.start(options, (dispose) => void disposals.unshift(dispose));
    const end = async (): Promise<void> => {
      for (const dispose of disposals) await dispose();
    };
    return { agent, end };
  }

  /** Another agent process in the same place, when the last one has ended. */
  async startAgain(): Promise<void> {
    await Promise.all([this.process.exited, this.computer.gone]);
    this.process = begin(this.controller, this.node, this.workDir, this.options, this.atEnd);
    this.computer = await online(this.process, this.node);
  }

  /** Ends it with its connection; resolves with how it ended. */
  async stop(): Promise<string> {
    await this.computer.close();
    return this.process.exited;
  }

  path(remote: string): FilePath {
    return new FilePath(this.computer.channel, remote);
  }

  /** Runs a file callable of hudson.FilePath. */
  ask(remote: string, name: string, fields: Readonly<Record<string, JavaValue>> = {}): Promise<JavaValue> {
    return this.path(remote).act(object(`hudson.FilePath$${name}`, fields));
  }

  /** Starts a process as a build step does. */
  async launch(command: readonly string[], { env = {}, workDir = this.workDir }: RunOptions = {}): Promise<Launched> {
    const chunks: Buffer[] = [];
    const console = { write: (bytes: Buffer) => void chunks.push(Buffer.from(bytes)), end: () => undefined };
    const process = await launch(this.computer.channel, { command, env, workDir, quiet: true, console });
    return { process, output: () => Buffer.concat(chunks).toString() };
  }

  /** Runs a process to its end. */
  async run(command: readonly string[], options: RunOptions = {}): Promise<{ code: number; output: string }> {
    const { process, output } = await this.launch(command, options);
    try {
      const code = await process.join();
      return { code, output: output() };
    } finally {
      process.release();
    }
  }
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly workDir?: string;
}

export interface Launched {
  readonly process: RemoteProcess;
  readonly output: () => string;
}

function begin(
  controller: Controller,
  node: Node,
  workDir: string,
  options: WineAgentOptions,
  atEnd: AtEnd,
): WineProcess {
  const { program = [NODE, AGENT_JS], webSocket = false, env = {} } = options;
  const words = ['-url', controller.url, '-name', node.name, '-secret', node.secret, '-workDir', workDir];
  if (webSocket) words.push('-webSocket');
  const started = startWine([...program, ...words, '-noReconnect', ...(options.options ?? [])], { env });
  atEnd(() => started.kill());
  return started;
}

async function online(process: WineProcess, node: Node): Promise<Computer> {
  const ended = process.exited.then((how) => {
    throw new Error(`the agent ended with ${how}:\n${process.output()}`);
  });
  return Promise.race([node.whenOnline(), ended]);
}
