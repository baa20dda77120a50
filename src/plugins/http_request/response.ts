/**
 * jenkins.plugins.http_request.ResponseContentSupplier, what the step answers with:
 *
 *     int status    String charset    String content    TreeMap<String, List<String>> headers    ResponseHandle responseHandle
 *
 * The stream of the content stays on the agent in any case (it is transient): with LEAVE_OPEN, too, a controller finds none.
 */
import { Readable } from 'node:stream';
import { charsetForName, defaultCharset } from '../../java/charsets/charset.js';
import { declareClass, declareEnum } from '../../serial/declare.js';
import { arrayList, caseInsensitiveOrder, treeMap } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import type { Response } from './client.js';
import { parseContentType } from './content-type.js';
import type { NameValue } from './entity.js';
import type { Generation } from './generation.js';

export type ResponseHandle = 'NONE' | 'LEAVE_OPEN' | 'STRING';

/** What the controller gets of a response. */
export interface Supplied {
  readonly status: number;
  readonly headers: readonly NameValue[];
  readonly charset: string | null;
  readonly content: string | null;
  /** null for an answer that no server gave. */
  readonly responseHandle: ResponseHandle | null;
  /** The bytes of the content, to be read once; null when there are none. */
  readonly stream: AsyncIterable<Buffer> | null;
}

const RESPONSE_HANDLE = declareEnum('jenkins.plugins.http_request.ResponseHandle', ['NONE', 'LEAVE_OPEN', 'STRING']);

const RESPONSE_CONTENT_SUPPLIER = declareClass({
  name: 'jenkins.plugins.http_request.ResponseContentSupplier',
  suid: 1n,
  fields: {
    status: 'I',
    charset: 'Ljava/lang/String;',
    content: 'Ljava/lang/String;',
    headers: 'Ljava/util/Map;',
    responseHandle: 'Ljenkins/plugins/http_request/ResponseHandle;',
  },
});

export function responseContentSupplier(supplied: Supplied): JavaObject {
  const { status, headers, charset, content, responseHandle } = supplied;
  return RESPONSE_CONTENT_SUPPLIER.create({
    status,
    charset,
    content,
    headers: headersByName(headers),
    responseHandle: responseHandle && RESPONSE_HANDLE[responseHandle],
  });
}

/** What is kept of a server's response: with STRING its whole content, otherwise the stream of it. */
export async function supplied(
  response: Response,
  responseHandle: ResponseHandle,
  generation: Generation,
): Promise<Supplied> {
  const { status, headers, body } = response;
  const charset = await charsetOf(response, generation);
  const common = { status, headers, charset, responseHandle };
  if (responseHandle !== 'STRING' || body === null) return { ...common, content: null, stream: body };
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const decoder = charset === null ? defaultCharset : await charsetForName(charset);
  return { ...common, content: decoder.decode(Buffer.concat(chunks)), stream: Readable.from(chunks) };
}

/** An answer for want of a server's. */
export function withoutServer(content: string, status: number): Supplied {
  return { status, content, headers: [], charset: null, responseHandle: null, stream: null };
}

/** The charset of a content by its type; null for none. @throws JavaError for one that is not known */
async function charsetOf({ headers, body }: Response, generation: Generation): Promise<string | null> {
  const header = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  if (header === undefined || (body === null && generation.version === 4)) return null;
  const type = await parseContentType(header);
  return type?.charset?.name ?? generation.defaultCharsets.get(type?.mimeType.toLowerCase() ?? '') ?? null;
}

function headersByName(headers: readonly NameValue[]): JavaObject {
  const byName = new Map<string, { name: string; values: string[] }>();
  for (const [name, value] of headers) {
    const known = byName.get(name.toLowerCase()) ?? { name, values: [] };
    byName.set(name.toLowerCase(), known);
    known.values.push(value);
  }
  const sorted = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  return treeMap(
    sorted.map(({ name, values }) => [name, arrayList(values)] as const),
    caseInsensitiveOrder(),
  );
}
