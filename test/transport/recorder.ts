import type { CommandListener, CommandTransport } from '../../src/remoting/command-transport.js';

/** Starts a transport and keeps what it delivers. */
export class Recorder implements CommandListener {
  readonly commands: Buffer[] = [];
  readonly ends: (Error | undefined)[] = [];
  private wake: () => void = () => undefined;

  constructor(readonly transport: CommandTransport) {
    transport.start(this);
  }

  command(bytes: Buffer): void {
    this.commands.push(Buffer.from(bytes));
    this.wake();
  }

  end(error?: Error): void {
    this.ends.push(error);
    this.wake();
  }

  async waitForCommands(count: number): Promise<Buffer[]> {
    while (this.commands.length < count) {
      if (this.ends.length > 0)
        throw new Error(`Ended after ${this.commands.length} commands`, { cause: this.ends[0] });
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return this.commands;
  }

  async waitForEnd(): Promise<Error | undefined> {
    while (this.ends.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    return this.ends[0];
  }
}

/** A command of so many bytes, none like its neighbour. */
export function sampleCommand(length: number, seed = 0): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let i = 0; i < length; i++) bytes[i] = (i * 31 + (i >> 8) + seed) & 0xff;
  return bytes;
}

/** Whether two lists of commands are the same; vitest's own comparison takes seconds for a megabyte. */
export function sameCommands(actual: readonly Buffer[], expected: readonly Buffer[]): boolean {
  return actual.length === expected.length && actual.every((command, i) => expected[i]?.equals(command) === true);
}
