/** What the parts of a channel (streams, requests, exports) need of it. The Channel implements this for them. */
import type { JavaObject, JavaValue } from '../serial/model.js';
import type { ExportTable } from './export-table.js';
import type { IoOrder } from './io-order.js';
import type { Logger } from './logger.js';
import type { PipeWindows } from './pipe-windows.js';

export interface Link {
  readonly name: string;
  readonly logger: Logger;
  readonly exports: ExportTable;
  readonly ioOrder: IoOrder;
  /** The flow-control windows of the peer's streams. */
  readonly windows: PipeWindows;
  /** Aborted when the channel ends; reason is the error that pending work fails with. */
  readonly closed: AbortSignal;
  send(command: JavaObject): void;
  /** Resolves when the transport can take more. */
  drained(): Promise<void>;
  /** Resolves when the operating system has all that was sent so far, and at the end. */
  handedOver(): Promise<void>;
  /** The number of the next stream operation that we send. */
  nextIoId(): number;
  /** The number of the last one; 0 before the first. */
  readonly lastIoId: number;
  /** Sends a request and waits for its response. */
  request(make: (id: number) => JavaObject, signal?: AbortSignal): Promise<JavaValue>;
}
