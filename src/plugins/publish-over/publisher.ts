/** What is to be published: jenkins.plugins.publish_over.BapPublisher and its transfers. */
import { listValues } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import { any, bool, int, long, nullableObj, nullableStr, obj, readShape } from '../../callables/shape.js';
import { trimmed } from './build-info.js';
import { knownPart } from './parts.js';

/** A set of files: BPTransfer. */
export interface Transfer {
  readonly remoteDirectory: string | null;
  readonly sourceFiles: string | null;
  readonly excludes: string | null;
  readonly removePrefix: string | null;
  /** Whether the remote directory is a pattern of a date. */
  readonly remoteDirectorySDF: boolean;
  readonly flatten: boolean;
  readonly cleanRemote: boolean;
  readonly noDefaultExcludes: boolean;
  readonly makeEmptyDirs: boolean;
  readonly patternSeparator: string | null;
  /** For what a plugin adds. */
  readonly object: JavaObject;
}

export interface Publisher {
  readonly configName: string;
  readonly transfers: readonly Transfer[];
  readonly retries: number;
  /** In milliseconds. */
  readonly retryDelay: number;
  /** What this publisher logs in with instead of the configured user; of the plugin's own class. */
  readonly credentials: JavaObject | null;
}

const PUBLISHER = { configName: nullableStr, transfers: any, retry: nullableObj, credentials: nullableObj };

const TRANSFER = {
  remoteDirectory: nullableStr,
  sourceFiles: nullableStr,
  excludes: nullableStr,
  removePrefix: nullableStr,
  remoteDirectorySDF: bool,
  flatten: bool,
  cleanRemote: bool,
  noDefaultExcludes: bool,
  makeEmptyDirs: bool,
  patternSeparator: nullableStr,
};

/** @throws JavaError java.io.IOException for a class that is not known, java.io.InvalidObjectException for a field that is none */
export function readPublisher(value: JavaObject): Publisher {
  const { configName, transfers, retry, credentials } = readShape(knownPart(value, 'the publisher'), PUBLISHER);
  const again = retry && readShape(knownPart(retry, 'the retry'), { retries: int, retryDelay: long });
  return {
    configName: configName ?? 'null',
    transfers: listValues(transfers).map((transfer) => {
      const object = knownPart(obj(transfer, 'BapPublisher.transfers'), 'the transfer');
      return { ...readShape(object, TRANSFER), object };
    }),
    retries: again?.retries ?? 0,
    retryDelay: Number(again?.retryDelay ?? 0n),
    credentials: credentials && knownPart(credentials, 'the credentials'),
  };
}

export function hasSourceFiles({ sourceFiles }: Transfer): boolean {
  return trimmed(sourceFiles) !== null;
}
