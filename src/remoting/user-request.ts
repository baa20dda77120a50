/** Calling a callable at the peer: hudson.remoting.UserRequest from the caller's side. Controllers do; agents never need to. */
import { ioError } from '../host/java-error.js';
import { byteArray } from '../serial/jdk.js';
import { JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';
import type { ExportedObject } from './call.js';
import { ObjectExport } from './exports.js';
import { exceptionResponseToError } from './failure.js';
import { bytesField } from './incoming-requests.js';
import type { Link } from './link.js';
import { decodePayload, encodePayload, encodePayloadWithLoader } from './payload.js';
import { USER_REQUEST } from './wire/command-classes.js';
import { makeProxy } from './wire/proxy-class.js';

const CLASS_LOADER_INTERFACE = 'hudson.remoting.RemoteClassLoader$IClassLoader';

/** Sends the callable and waits for its value. Rejects with a RemoteError for the peer's exception. */
export async function callUserRequest(
  link: Link & { readonly lastIoId: number },
  classLoader: ExportedObject | undefined,
  callable: JavaObject,
  description: string,
  signal?: AbortSignal,
): Promise<JavaValue> {
  const exportLoader = (loader: ExportedObject) => link.exports.add(loader, () => new ObjectExport(loader));
  const answer = await link.request((id) => {
    const payload = classLoader
      ? encodePayloadWithLoader(callable, () => exportLoader(classLoader))
      : encodePayload(callable, null);
    return USER_REQUEST.create({
      createdAt: null,
      id,
      lastIoId: link.lastIoId,
      response: null,
      classLoaderProxy: classLoader ? makeProxy(exportLoader(classLoader), [CLASS_LOADER_INTERFACE], false) : null,
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
