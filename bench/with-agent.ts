/** One agent, connected to a controller of its own for as long as something is measured. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentProcess } from '../tools/controller/agent-process.js';
import type { Computer } from '../tools/controller/computer.js';
import { Controller } from '../tools/controller/controller.js';
import type { ControllerSettings } from '../tools/controller/settings.js';
import { startAgent } from './agents.js';
import type { MeasuredAgent } from './agents.js';

export interface Connected {
  readonly computer: Computer;
  readonly process: AgentProcess;
  /** performance.now() when the agent was online. */
  readonly onlineAt: number;
  /** Empty, and removed afterwards. */
  readonly directory: string;
}

const ONLINE_MS = 60_000;

/** Starts the agent, runs `measure` once it is online, ends everything. */
export async function withAgent<T>(
  agent: MeasuredAgent,
  webSocket: boolean,
  settings: Partial<ControllerSettings>,
  measure: (connected: Connected) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'agent-bench-'));
  const controller = await Controller.start({ settings });
  const node = controller.addNode('bench', { webSocket });
  const process = startAgent(agent, controller, node, join(directory, 'work'));
  try {
    const computer = await process.expect('it was online', node.whenOnline(ONLINE_MS));
    const connected = { computer, process, directory, onlineAt: performance.now() };
    return await process.expect('the measurement was over', measure(connected));
  } finally {
    await process.stop();
    await controller.close();
    // What a build left running may still be writing into it: a wrapper's heartbeat, a control directory that is being deleted.
    await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
