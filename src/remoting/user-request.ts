/** Calling a callable at the peer: hudson.remoting.UserRequest from the caller's side. Controllers do; agents hardly ever. */
import { ioError } from '../java/java-error.js';
import { byteArray } from '../serial/jdk.js';
import { declareClass } from '../serial/declare.js';
import { JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';
import type { ExportedObject } from './call.js';
import { bytesField } from './command-fields.js';
import { ObjectExport } from './exports.js';
import { exceptionResponseToError } from './failure.js';
import type { Link } from './link.js';
import { decodePayload, encodePayload, encodePayloadWithLoader } from './payload.js';
import { USER_REQUEST } from './wire/command-classes.js';
import { makeProxy } from './wire/proxy-class.js';

const CLASS_LOADER_INTERFACE = 'hudson.remoting.RemoteClassLoader$IClassLoader';

/**
 * hudson.remoting.RemoteClassLoader$RemoteIClassLoader {int oid}: a class loader of the peer's, sent back to it. Agents name
 * the one that knows the callable; a request without any loader fails at a Java peer.
 */
const REMOTE_CLASS_LOADER = declareClass({
  name: 'hudson.remoting.RemoteClassLoader$RemoteIClassLoader',
  suid: 1n,
  fields: { oid: 'I' },
});

/**
 * Sends the callable and waits for its value. Rejects with a RemoteError for the peer's exception.
 * @param classLoader ours, which is exported, or the object id of one of the peer's
 */
export async function callUserRequest(
  link: Link,
  classLoader: ExportedObject | number | undefined,
  callable: JavaObject,
  description: string,
  signal?: AbortSignal,
): Promise<JavaValue> {
  const exportLoader = (loader: ExportedObject) => link.exports.add(loader, () => new ObjectExport(loader));
  const loaderProxy = (): JavaObject | null => {
    if (typeof classLoader === 'number') return REMOTE_CLASS_LOADER.create({ oid: classLoader });
    return classLoader ? makeProxy(exportLoader(classLoader), [CLASS_LOADER_INTERFACE], false) : null;
  };
  const answer = await link.request((id) => {
    const payload =
      typeof classLoader === 'object'
        ? encodePayloadWithLoader(callable, () => exportLoader(classLoader))
        : encodePayload(callable, classLoader ?? null);
    return USER_REQUEST.create({
      createdAt: null,
      id,
      lastIoId: link.lastIoId,
      response: null,
      classLoaderProxy: loaderProxy(),
      request: byteArray(payload),
      toString: description,
    });
  }, signal);
  return readAnswer(answer);
}

function readAnswer(answer: JavaValue): JavaValue {
  if (answer instanceof JavaObject) {
    if (answer.className === 'hudson.remoting.UserRequest$NormalResponse')
      return decodePayload(bytesField(answer, 'response'));
    if (answer.className === 'hudson.remoting.UserRequest$ExceptionResponse') throw exceptionResponseToError(answer);
  }
  throw ioError(
    `Unexpected answer to a UserRequest: ${answer instanceof JavaObject ? answer.className : typeof answer}`,
  );
}
