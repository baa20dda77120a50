/** The process, as those see it that run agents in it. */
import type { Operations } from '../operate/operations.js';
import type { AgentOptions } from './options.js';

/** How one run of an agent ended. */
export interface RunEnd {
  readonly exitCode: number;
  /** Because it was to, and not with its connection. */
  readonly wasStopped: boolean;
}

export interface RunOptions {
  /** Asks for the end of this agent alone; the reason is a StopRequest. */
  readonly stop?: AbortSignal | undefined;
  /** Whether other agents write to the same console. */
  readonly isOneOfSeveral?: boolean;
}

export interface AgentHost {
  /** Aborted when the process is to end; the reason is a StopRequest. */
  readonly stop: AbortSignal;
  readonly operations: Operations;
  /** Runs an agent until its end. @throws what is a defect of ours, or of what `options.merge` throws about a JNLP file */
  run(options: AgentOptions, how?: RunOptions): Promise<RunEnd>;
}
