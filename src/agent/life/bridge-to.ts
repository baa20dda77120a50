/** What the options say about Java, for the bridge to it. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { BridgeParts } from '../../bridge/options.js';
import type { CommonOptions } from './options.js';
import type { SessionParts } from './session.js';
import type { WorkDirectory } from './work-directory.js';

/** Undefined: Java runs nothing. */
export function bridgeTo(
  { java, jarCache }: CommonOptions,
  directory: WorkDirectory | undefined,
  downloadJar: BridgeParts['downloadJar'],
): SessionParts['java'] {
  if (java.java === 'never') return undefined;
  const cache = jarCache ?? (directory ? join(directory.internal, 'jarCache') : legacyJarCache());
  return { options: java, jarCache: cache, downloadJar };
}

/** Where the official agent keeps jars when it has no work directory. */
function legacyJarCache(): string {
  return join(homedir(), '.jenkins', 'cache', 'jars');
}
