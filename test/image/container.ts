/** Containers of the image, and agents in them against an embedded controller. All end with the test. */
import { onTestFinished } from 'vitest';
import { AgentProcess } from '../../tools/controller/agent-process.js';
import type { Computer } from '../../tools/controller/computer.js';
import { Controller } from '../../tools/controller/controller.js';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import type { Node } from '../../tools/controller/node.js';
import { ALWAYS, IMAGE, podman, withoutPodmansOwn } from './podman.js';

let count = 0;

export interface ContainerOptions {
  /** For `podman run`, before the image. */
  readonly options?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly image?: string;
}

export class Container {
  private constructor(
    readonly name: string,
    readonly process: AgentProcess,
  ) {}

  /** @param words behind the entrypoint */
  static start(words: readonly string[], { options = [], env = {}, image = IMAGE }: ContainerOptions = {}): Container {
    const name = `test-${process.pid}-${count++}`;
    const variables = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
    const all = ['run', `--name=${name}`, ...ALWAYS, ...variables, ...options, image, ...words];
    const container = new Container(name, AgentProcess.start('podman', all));
    onTestFinished(async () => {
      await podman('rm', '--force', '--time=0', '--ignore', name);
    });
    return container;
  }

  /** What the container printed. */
  get output(): string {
    return withoutPodmansOwn(this.process.output);
  }

  /** Runs a command beside what runs, as an orchestrator does. Rejects with its exit code as `code`. */
  exec(...words: readonly string[]): Promise<string> {
    return podman('exec', this.name, ...words);
  }

  /** Sends a signal to process 1, as an orchestrator does. */
  async kill(signal: string): Promise<void> {
    await podman('kill', `--signal=${signal}`, this.name);
  }
}

/** Runs a container to its end. */
export async function finish(
  words: readonly string[],
  options?: ContainerOptions,
): Promise<{ how: string; output: string }> {
  const container = Container.start(words, options);
  const how = await container.process.exited;
  return { how, output: container.output };
}

export async function addNode(name: string, webSocket = false): Promise<{ controller: Controller; node: Node }> {
  const controller = await Controller.start();
  onTestFinished(() => controller.close());
  return { controller, node: controller.addNode(name, { webSocket }) };
}

/** What kubernetes-plugin puts into a pod. */
export function podEnvironment(controller: Controller, node: Node): Record<string, string> {
  return {
    JENKINS_URL: controller.url,
    JENKINS_SECRET: node.secret,
    JENKINS_NAME: node.name,
    JENKINS_AGENT_NAME: node.name,
    JENKINS_AGENT_WORKDIR: '/home/jenkins/agent',
    REMOTING_OPTS: '-noReconnectAfter 1d',
    ...(node.webSocket ? { JENKINS_WEB_SOCKET: 'true' } : {}),
  };
}

export interface OnlineAgent {
  readonly controller: Controller;
  readonly node: Node;
  readonly container: Container;
  readonly computer: Computer;
}

export interface OnlineOptions extends Omit<ContainerOptions, 'env'> {
  readonly webSocket?: boolean;
  readonly words?: (controller: Controller, node: Node) => readonly string[];
  /** Default: a pod's. */
  readonly env?: (controller: Controller, node: Node) => Record<string, string>;
}

/** Starts a container whose agent is online. */
export async function startOnline(options: OnlineOptions = {}): Promise<OnlineAgent> {
  const { webSocket = false, words = () => [], env = podEnvironment, ...others } = options;
  const { controller, node } = await addNode('pod-1', webSocket);
  const container = Container.start(words(controller, node), { ...others, env: env(controller, node) });
  const computer = await container.process.expect('it was online', node.whenOnline(40_000));
  return { controller, node, container, computer };
}

/** A freestyle build of a shell script. */
export async function build(computer: Computer, script: string): Promise<{ result: string; console: string }> {
  let console = '';
  const job = { name: 'j', workspace: '/home/jenkins/agent/workspace/j', script };
  const { result } = await runFreestyleBuild(computer, job, { console: (text) => (console += text) });
  return { result, console };
}
