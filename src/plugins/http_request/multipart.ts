/**
 * multipart/form-data as org.apache.http.entity.mime makes it:
 *
 *     --boundary
 *     Content-Disposition: form-data; name="..."[; filename="..."]
 *     Content-Type: ...
 *     [Content-Transfer-Encoding: 8bit | binary]       by version 4, in its strict mode
 *
 *     content
 *     --boundary--
 */
import { randomUUID } from 'node:crypto';
import { usAscii } from '../../java/charsets/charset.js';
import { fileName } from '../../java/path.js';
import { readFrom } from '../../os/files/read-file.js';
import { JavaError } from '../../java/java-error.js';
import type { ContentType } from './content-type.js';
import { fileLength } from './entity.js';
import type { Entity } from './entity.js';
import type { Generation } from './generation.js';

export interface TextPart {
  readonly name: string;
  readonly text: string;
  readonly type: ContentType;
}

export interface FilePart {
  readonly name: string;
  readonly file: string;
  readonly type: ContentType;
  /** Default: the file's own. */
  readonly fileName?: string;
}

/** A form of these parts. @throws JavaError java.io.FileNotFoundException */
export function multipartForm(parts: readonly (TextPart | FilePart)[], generation: Generation): Promise<Entity> {
  return multipart(parts, generation, generation.version === 4);
}

/** A form of one file, in the way of old browsers. @throws JavaError java.io.FileNotFoundException */
export function wrappedFile(part: FilePart, generation: Generation): Promise<Entity> {
  return multipart([part], generation, false);
}

interface Piece {
  readonly length: number;
  content(signal: AbortSignal): AsyncIterable<Buffer> | readonly Buffer[];
}

async function multipart(
  parts: readonly (TextPart | FilePart)[],
  generation: Generation,
  transferEncoding: boolean,
): Promise<Entity> {
  const boundary = `httpclient_boundary_${randomUUID()}`;
  const pieces: Piece[] = [];
  for (const part of parts) {
    const head = partHead(part, generation, transferEncoding);
    pieces.push(text(`--${boundary}\r\n`), head, await partContent(part), text('\r\n'));
  }
  pieces.push(text(`--${boundary}--\r\n`));
  return {
    contentType: `${generation.multipartType}; boundary=${boundary}`,
    length: pieces.reduce((sum, { length }) => sum + length, 0),
    content: (signal) => contents(pieces, signal),
  };
}

async function* contents(pieces: readonly Piece[], signal: AbortSignal): AsyncGenerator<Buffer> {
  for (const piece of pieces) yield* piece.content(signal);
}

function partHead(part: TextPart | FilePart, { partCharset }: Generation, transferEncoding: boolean): Piece {
  if (part.name.trim() === '') throw new JavaError('java.lang.IllegalStateException', 'Name is blank');
  const isFile = 'file' in part;
  const file = isFile ? `; filename="${quoted(part.fileName ?? fileName(part.file))}"` : '';
  const lines = [
    `Content-Disposition: form-data; name="${quoted(part.name)}"${file}`,
    `Content-Type: ${part.type.text}`,
    ...(transferEncoding ? [`Content-Transfer-Encoding: ${isFile ? 'binary' : '8bit'}`] : []),
  ];
  return bytes(partCharset.encode(`${lines.join('\r\n')}\r\n\r\n`));
}

async function partContent(part: TextPart | FilePart): Promise<Piece> {
  if ('text' in part) return bytes((part.type.charset ?? usAscii).encode(part.text));
  const { file } = part;
  return { length: await fileLength(file), content: (signal) => readFrom(file, { signal }) };
}

function quoted(name: string): string {
  return name.replace(/["\\\r\n]/g, (char) => `\\${char}`);
}

function text(ascii: string): Piece {
  return bytes(Buffer.from(ascii));
}

function bytes(content: Buffer): Piece {
  return { length: content.length, content: () => [content] };
}
