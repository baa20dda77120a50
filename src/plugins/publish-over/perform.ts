/** One publisher from connecting to disconnecting, tried again as often as it is configured. */
import { setTimeout as sleep } from 'node:timers/promises';
import { JavaError } from '../../java/java-error.js';
import type { BuildInfo } from './build-info.js';
import type { PublishClient } from './client.js';
import { formatted, isFailure, localizedMessage } from './failure.js';
import { hasSourceFiles } from './publisher.js';
import type { Publisher } from './publisher.js';
import { beginTransfer, sendFiles } from './transfer.js';
import type { TransferState } from './transfer.js';

export type Connect = (info: BuildInfo) => Promise<PublishClient>;

/**
 * BapPublisher.perform. What a try has sent the next does not send again.
 * @throws what the last try failed with
 */
export async function perform(publisher: Publisher, connect: Connect, info: BuildInfo): Promise<void> {
  const work = new Work(publisher, info);
  for (let retriesLeft = publisher.retries; ; retriesLeft--) {
    try {
      await work.attempt(connect);
      break;
    } catch (error) {
      info.signal.throwIfAborted();
      if (retriesLeft <= 0 || !isFailure(error)) throw error;
      await waitToRetry(error, publisher.retryDelay, info);
    }
  }
  await info.println(`Transferred ${work.count} file(s)`);
}

async function waitToRetry(error: unknown, delay: number, info: BuildInfo): Promise<void> {
  await info.println(
    `Caught exception [${localizedMessage(error)}] Sleeping for [${formatted(delay)}]ms before trying again`,
  );
  await sleep(delay, undefined, { signal: info.signal }).catch(() => info.signal.throwIfAborted());
}

class Work {
  /** Of each transfer that is through, how many files it had. */
  readonly #transferred: number[] = [];
  #at = 0;
  #isSent = false;
  #state: TransferState | null = null;

  constructor(
    private readonly publisher: Publisher,
    private readonly info: BuildInfo,
  ) {}

  /** `7`, or of several transfers `7 ( 3 + 4 )` */
  get count(): string {
    const total = this.#transferred.reduce((sum, one) => sum + one, 0);
    return this.#transferred.length > 1 ? `${total} ( ${this.#transferred.join(' + ')} )` : String(total);
  }

  async attempt(connect: Connect): Promise<void> {
    const { configName, transfers } = this.publisher;
    await this.info.println(`Connecting with configuration [${configName}] ...`);
    const client = await connect(this.info);
    try {
      for (let transfer = transfers[this.#at]; transfer; transfer = transfers[this.#at]) {
        await client.beginTransfers(transfer);
        if (!this.#isSent) await this.#send(client);
        await client.endTransfers(transfer);
        this.#at++;
        this.#isSent = false;
        this.#state = null;
      }
    } finally {
      // A request that was cancelled prints no more.
      if (!this.info.signal.aborted) await this.info.println(`Disconnecting configuration [${configName}] ...`);
      await client.disconnectQuietly();
    }
  }

  async #send(client: PublishClient): Promise<void> {
    const transfer = this.publisher.transfers[this.#at];
    if (!transfer) throw new JavaError('java.lang.IndexOutOfBoundsException', null);
    if (hasSourceFiles(transfer)) {
      this.#state ??= await beginTransfer(transfer, this.info);
      this.#transferred.push(await sendFiles(transfer, this.info, client, this.#state));
    } else {
      this.#transferred.push(0);
    }
    this.#isSent = true;
  }
}
