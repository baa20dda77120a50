/**
 * A source of ours that is pumped to the peer once the peer has connected its reader: the writer's end of
 * Pipe.createLocalToRemote, and what a greedy RemoteInputStream is made of.
 */
import type { JavaObject } from '../serial/model.js';
import type { Export } from './export-table.js';
import type { Link } from './link.js';
import { BYTE_PIPE } from './pipe-commands.js';
import { PipeOutput } from './pipe-output.js';
import { PIPE } from './wire/stream-classes.js';

export class PipePump implements Export {
  #output: PipeOutput<Buffer> | undefined;

  constructor(
    private readonly link: Link,
    private readonly source: AsyncIterable<Buffer>,
  ) {}

  /** Pumps everything to the peer's sink, then ends it; a failing source ends it with its error. */
  async connect(oidPos: number): Promise<void> {
    const output = new PipeOutput(this.link, oidPos, BYTE_PIPE, this.link.closed);
    this.#output = output;
    try {
      for await (const bytes of this.source) await output.write(bytes);
      output.close();
    } catch (error) {
      output.close(error instanceof Error ? error : new Error(String(error)));
    }
  }

  describe(): string {
    return 'hudson.remoting.ProxyOutputStream';
  }

  removed(): void {
    // Connecting takes the entry out of the table; only a pump that was never connected ends here.
    if (this.#output) return;
    void Promise.resolve(this.source[Symbol.asyncIterator]().return?.()).catch(() => undefined);
  }
}

/** Exports a source as the reading end of a Pipe (Pipe.createLocalToRemote). */
export function exportPipeReader(link: Link, source: AsyncIterable<Buffer>): JavaObject {
  const streamOid = link.exports.add(source, () => new PipePump(link, source));
  return PIPE.create({ in: null, out: null }, { remoteWriter: false, streamOid });
}
