/** org.eclipse.jgit.transport.RemoteConfig {String name; List<URIish> uris; List<RefSpec> fetch; ...} */
import { JavaError } from '../../../java/java-error.js';
import { listValues } from '../../../serial/jdk.js';
import { JavaObject } from '../../../serial/model.js';
import type { JavaValue } from '../../../serial/model.js';
import { refSpecTexts } from './ref-spec.js';
import { UriIsh } from './uri-ish.js';

export interface RemoteConfig {
  readonly name: string;
  /**
   * The first URL: there is only ever one that matters.
   * @throws JavaError java.lang.IndexOutOfBoundsException for a remote that has none
   */
  readonly uri: UriIsh;
  readonly fetch: readonly string[];
}

/** Throws java.io.InvalidObjectException on anything else. */
export function remoteConfig(value: JavaValue | undefined): RemoteConfig {
  const name = value instanceof JavaObject ? value.get('name') : undefined;
  if (value instanceof JavaObject && typeof name === 'string') {
    return {
      name,
      get uri() {
        return firstUri(value);
      },
      fetch: refSpecTexts(value.get('fetch')),
    };
  }
  throw new JavaError('java.io.InvalidObjectException', 'expected a RemoteConfig');
}

function firstUri(config: JavaObject): UriIsh {
  const [uri] = listValues(config.get('uris'));
  if (uri !== undefined) return UriIsh.from(uri);
  throw new JavaError('java.lang.IndexOutOfBoundsException', 'Index 0 out of bounds for length 0');
}
