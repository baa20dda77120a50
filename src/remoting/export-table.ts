/**
 * The objects of ours that the peer may call or write to, by object id. Mirrors hudson.remoting.ExportTable: ids count
 * from 1, exporting the same object again returns its id and counts one reference more, an object leaves the table with
 * its last reference.
 */
import { following } from './counter.js';

export interface Export {
  /** One line for the dump: interfaces and what it is. */
  describe(): string;
  /** Called once when the entry leaves the table; `error` is set when the channel ended under it. */
  removed(error?: Error): void;
}

interface Entry {
  readonly oid: number;
  readonly identity: object;
  readonly exported: Export;
  references: number;
}

export class ExportTable {
  readonly #entries = new Map<number, Entry>();
  readonly #oids = new Map<object, number>();
  #lastOid = 0;
  #ended: Error | undefined;

  /** @param firstId where ids go on behind 1, which the first object gets */
  constructor(private readonly firstId = 2) {}

  get size(): number {
    return this.#entries.size;
  }

  /**
   * Adds a reference to the export of `identity`, which `make` builds the first time. When the channel has ended nobody can
   * give it back any more: then it is told so at once, and not kept.
   * @returns the object id
   */
  add(identity: object, make: (oid: number) => Export): number {
    const known = this.#oids.get(identity);
    const entry = known === undefined ? undefined : this.#entries.get(known);
    if (entry) {
      entry.references++;
      return entry.oid;
    }
    const oid = following(this.#lastOid);
    this.#lastOid = oid === 1 && this.firstId > 1 ? this.firstId - 1 : oid;
    const exported = make(oid);
    if (this.#ended) {
      exported.removed(this.#ended);
      return oid;
    }
    this.#entries.set(oid, { oid, identity, exported, references: 1 });
    this.#oids.set(identity, oid);
    return oid;
  }

  get(oid: number): Export | undefined {
    return this.#entries.get(oid)?.exported;
  }

  /** Takes `count` references away. An unknown id is ignored, as Java does: it may be late to the party. */
  release(oid: number, count = 1): void {
    const entry = this.#entries.get(oid);
    if (!entry) return;
    entry.references -= count;
    if (entry.references > 0) return;
    this.#entries.delete(oid);
    this.#oids.delete(entry.identity);
    entry.exported.removed();
  }

  /**
   * Empties the table at the end of the channel. Every entry is told, whatever the others do.
   * @returns what entries threw
   */
  clear(error: Error): unknown[] {
    this.#ended = error;
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    this.#oids.clear();
    const failures: unknown[] = [];
    for (const { exported } of entries) {
      try {
        exported.removed(error);
      } catch (failure) {
        failures.push(failure);
      }
    }
    return failures;
  }

  /** The highest id ever given, for messages about unknown ids. */
  get iota(): number {
    return this.#lastOid;
  }

  /** The table as text, a line an entry, as Computer$DumpExportTableTask shows it. */
  dump(): string {
    let text = '';
    for (const { oid, exported, references } of this.#entries.values()) {
      text += `#${oid} (ref.${references}) : ${exported.describe()}\n`;
    }
    return text;
  }
}
