/** The request of an execution, with its files. */
import { javaFile } from '../../java/path.js';
import { JavaError } from '../../java/java-error.js';
import { listValues } from '../../serial/jdk.js';
import type { JavaValue } from '../../serial/model.js';
import { remoteOf } from '../../jenkins/file-path/file-path-value.js';
import { nullableStr, obj, readShape } from '../../callables/shape.js';
import { createContentType, parseContentType } from './content-type.js';
import type { ContentType } from './content-type.js';
import { nameValues } from './credentials.js';
import { fileEntity } from './entity.js';
import type { NameValue } from './entity.js';
import type { Execution } from './execution-fields.js';
import type { Generation } from './generation.js';
import { multipartForm, wrappedFile } from './multipart.js';
import type { FilePart, TextPart } from './multipart.js';
import { declaredType, requestOf, withHeader } from './request.js';
import type { Request } from './request.js';

const OCTETS = createContentType('application/octet-stream');

/** A form of several parts, or a file, takes the place of the body. */
export async function executionRequest(execution: Execution, generation: Generation): Promise<Request> {
  const { url, httpMode, body, uploadFile } = execution;
  const headers = nameValues(execution.headers).map(([name, value]): NameValue => [name, value]);
  const request = await requestOf({ url, mode: httpMode, body, parameters: [], headers }, generation);
  const formData = execution.formData === null ? [] : listValues(execution.formData);
  if (formData.length > 0 && httpMode === 'POST') {
    const parts = await Promise.all(formData.map((part) => formPart(part, generation)));
    return { ...request, entity: await multipartForm(parts, generation) };
  }
  if (uploadFile === null || (httpMode !== 'POST' && httpMode !== 'PUT')) return request;
  const type = (await declaredType(headers)) ?? OCTETS;
  const entity = execution.wrapAsMultipart
    ? await wrappedFile({ name: multipartName(execution), file: uploadFile.file, type }, generation)
    : await fileEntity(uploadFile.file, type);
  const typed = withHeader(headers, 'Content-Type', entity.contentType ?? '');
  // The later library sends the encoding that there is none of as an empty header.
  const encoded = generation.version === 5 ? withHeader(typed, 'Content-Encoding', '') : typed;
  return { ...request, headers: encoded, entity };
}

function multipartName({ multipartName: name }: Execution): string {
  if (name !== null) return name;
  throw new JavaError('java.lang.IllegalArgumentException', 'Name may not be null');
}

/** HttpRequestFormDataPart {String body, contentType, fileName, name, FilePath resolvedUploadFile, String uploadFile} */
async function formPart(value: JavaValue, generation: Generation): Promise<TextPart | FilePart> {
  const part = obj(value, 'an HttpRequestFormDataPart');
  const { body, contentType, fileName, name } = readShape(part, {
    body: nullableStr,
    contentType: nullableStr,
    fileName: nullableStr,
    name: nullableStr,
  });
  if (name === null) throw new JavaError('java.lang.IllegalArgumentException', 'Name may not be null');
  const type = (otherwise: ContentType) =>
    contentType === null || contentType === '' ? otherwise : createContentType(contentType);
  if (fileName === null || fileName === '') {
    if (body === null) throw new JavaError('java.lang.IllegalArgumentException', 'Text may not be null');
    return { name, text: body, type: type((await parseContentType(generation.textType)) ?? OCTETS) };
  }
  const file = javaFile(remoteOf(part.get('resolvedUploadFile'), 'resolvedUploadFile'));
  return { name, file, fileName, type: type(OCTETS) };
}
