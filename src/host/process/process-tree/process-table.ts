/** A process as it was when the table was taken: its id alone would mean another process once it has ended. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Tells apart processes that had the same id one after the other. */
  readonly startTime: string;
}

/** Model variables: name and value. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** What killing needs to know of an operating system: hudson.util.ProcessTree. */
export interface ProcessTable {
  snapshot(): Promise<ProcessEntry[]>;
  /** Those of the entries whose environment holds all these pairs; entries whose environment is secret do not. */
  withEnvironment(entries: readonly ProcessEntry[], pairs: Pairs): Promise<ProcessEntry[]>;
  /** Whether this very process still runs. One that has ended and that nobody waited for (a zombie) does not. */
  isRunning(entry: ProcessEntry): Promise<boolean>;
  /** Asks the process to end, if it is still the same. */
  terminate(entry: ProcessEntry): Promise<void>;
}
