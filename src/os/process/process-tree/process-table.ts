import type { EnvVars } from '../environment.js';

/** A process as it was when the table was taken: its id alone would mean another process once it has ended. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Tells apart processes that had the same id one after the other. */
  readonly startTime: string;
}

/** Model variables: name and value. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** A process that is about to be killed, or another of the same snapshot, for those who may object. */
export interface KnownProcess {
  readonly pid: number;
  /** Of a process that the system tells nothing of: undefined. */
  readonly parent: number | undefined;
  /** Empty when it cannot be told. */
  arguments(): Promise<string[]>;
  /** Empty when it cannot be told. */
  environment(): Promise<EnvVars>;
}

/** Whether a process must stay alive. `all` gives the processes that there are, this one included. */
export type Veto = (doomed: KnownProcess, all: () => readonly KnownProcess[]) => Promise<boolean>;

/** Asked once for each killing, before it begins: who may object; null for nobody. */
export type Vetoes = () => Promise<Veto | null>;

/** What killing needs to know of an operating system: hudson.util.ProcessTree. */
export interface ProcessTable {
  snapshot(): Promise<ProcessEntry[]>;
  /** Those of the entries whose environment holds all these pairs; entries whose environment is secret do not. */
  withEnvironment(entries: readonly ProcessEntry[], pairs: Pairs): Promise<ProcessEntry[]>;
  /** The command line; empty when the process has ended or is not ours to look into. */
  argumentsOf(entry: ProcessEntry): Promise<string[]>;
  /** Empty in the same cases. */
  environmentOf(entry: ProcessEntry): Promise<EnvVars>;
  /** Whether this very process still runs. One that has ended and that nobody waited for (a zombie) does not. */
  isRunning(entry: ProcessEntry): Promise<boolean>;
  /** Whether it has ended, and its parent has not taken note of that yet. */
  isUnreaped(entry: ProcessEntry): Promise<boolean>;
  /** Asks the process to end, if it is still the same. */
  terminate(entry: ProcessEntry): Promise<void>;
}
