import type { Transfer } from './publisher.js';

/** A host that one is connected with: jenkins.plugins.publish_over.BPClient. */
export interface PublishClient {
  /** Back to where the remote directory of the configuration is. */
  changeToInitialDirectory(): Promise<boolean>;
  /** @returns false when there is no such directory */
  changeDirectory(directory: string): Promise<boolean>;
  /** @returns false when it could not be made, and for a path of several names */
  makeDirectory(directory: string): Promise<boolean>;
  /** Checks that there is something to do. */
  beginTransfers(transfer: Transfer): Promise<void>;
  /** Removes everything in the directory that one is in. */
  deleteTree(): Promise<void>;
  /** @param file of this machine */
  transferFile(transfer: Transfer, file: string): Promise<void>;
  endTransfers(transfer: Transfer): Promise<void>;
  disconnectQuietly(): Promise<void>;
}
