/** org.eclipse.jgit.transport.RemoteConfig {String name; List<URIish> uris; List<RefSpec> fetch; ...} */
import { JavaError } from '../../../java/java-error.js';
import { listValues } from '../../../serial/jdk.js';
import { JavaObject } from '../../../serial/model.js';
import type { JavaValue } from '../../../serial/model.js';
import { refSpecTexts } from './ref-spec.js';
import { UriIsh } from './uri-ish.js';

export interface RemoteConfig {
  readonly name: string;
  /** The first URL: there is only ever one that matters. */
  readonly uri: UriIsh;
  readonly fetch: readonly string[];
}

/** Throws java.io.InvalidObjectException on anything else, and on a remote without a URL. */
export function remoteConfig(value: JavaValue | undefined): RemoteConfig {
  const name = value instanceof JavaObject ? value.get('name') : undefined;
  if (value instanceof JavaObject && typeof name === 'string') {
    const [uri] = listValues(value.get('uris'));
    return { name, uri: UriIsh.from(uri), fetch: refSpecTexts(value.get('fetch')) };
  }
  throw new JavaError('java.io.InvalidObjectException', 'expected a RemoteConfig');
}
