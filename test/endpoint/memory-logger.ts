import type { Level, Logger } from '../../src/remoting/logger.js';

/** Keeps what is logged. */
export class MemoryLogger implements Logger {
  readonly records: { level: Level; source: string; message: string }[] = [];

  log(level: Level, source: string, message: string): void {
    this.records.push({ level, source, message });
  }

  isLoggable(): boolean {
    return true;
  }

  get messages(): string[] {
    return this.records.map(({ message }) => message);
  }
}
