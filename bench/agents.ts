/** The agents that are measured, as command lines. */
import { fileURLToPath } from 'node:url';
import { AgentProcess } from '../tools/controller/agent-process.js';
import type { Controller } from '../tools/controller/controller.js';
import type { Node } from '../tools/controller/node.js';

export interface MeasuredAgent {
  readonly label: string;
  /** What comes before the options, which all agents share. */
  readonly command: readonly [string, ...string[]];
}

/** This project's executable, from a bundle in dist/. */
export function ourAgent(path = fileURLToPath(new URL('../bin/agent.js', import.meta.url))): MeasuredAgent {
  return { label: 'agent', command: [process.execPath, path] };
}

/** An official agent.jar. */
export function officialAgent(jar: string): MeasuredAgent {
  return { label: 'agent.jar', command: ['java', '-jar', jar] };
}

/** Starts an agent as a node of the controller's. */
export function startAgent(
  { command: [executable, ...first] }: MeasuredAgent,
  controller: Controller,
  node: Node,
  workDir: string,
): AgentProcess {
  const target = [
    '-url',
    controller.url,
    '-name',
    node.name,
    '-secret',
    node.secret,
    '-workDir',
    workDir,
    '-noReconnect',
  ];
  return AgentProcess.start(executable, [...first, ...target, ...(node.webSocket ? ['-webSocket'] : [])]);
}
