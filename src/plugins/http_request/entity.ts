/** Bodies of requests. */
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { iso88591 } from '../../java/charsets/charset.js';
import { fileIoError } from '../../java/file-errors.js';
import { isUsableFile, toPath } from '../../java/path.js';
import { readFrom } from '../../os/files/read-file.js';
import { JavaError } from '../../java/java-error.js';
import type { ContentType } from './content-type.js';
import type { Generation } from './generation.js';

/** A body that can be sent more than once. */
export interface Entity {
  /** Value of Content-Type for a request that has none of its own. */
  readonly contentType: string | null;
  readonly length: number;
  content(signal: AbortSignal): AsyncIterable<Buffer>;
}

export type NameValue = readonly [name: string, value: string];

/** StringEntity */
export function stringEntity(text: string, type: ContentType | null, generation: Generation): Entity {
  return bytesEntity((type?.charset ?? generation.bodyCharset).encode(text), type?.text ?? null);
}

/** UrlEncodedFormEntity */
export function formEntity(parameters: readonly NameValue[], generation: Generation): Entity {
  return bytesEntity(Buffer.from(urlEncoded(parameters)), generation.formType);
}

/** `name=value&...`, in ISO-8859-1 as the plugin leaves it to be. */
export function urlEncoded(parameters: readonly NameValue[]): string {
  return parameters.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&');
}

/** FileEntity. @throws JavaError java.io.FileNotFoundException */
export async function fileEntity(file: string, type: ContentType): Promise<Entity> {
  return { contentType: type.text, length: await fileLength(file), content: (signal) => readFrom(file, { signal }) };
}

/** @throws JavaError java.io.FileNotFoundException for what java.io.FileInputStream does not open */
export async function fileLength(file: string): Promise<number> {
  if (!isUsableFile(file)) throw new JavaError('java.io.FileNotFoundException', 'Invalid file path');
  try {
    const stats = await stat(toPath(file));
    if (stats.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    return stats.size;
  } catch (error) {
    throw fileIoError(error, file);
  }
}

export function bytesEntity(bytes: Buffer, contentType: string | null): Entity {
  return { contentType, length: bytes.length, content: () => Readable.from(bytes.length === 0 ? [] : [bytes]) };
}

function escaped(text: string): string {
  return [...iso88591.encode(text)]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      if (char === ' ') return '+';
      return /[A-Za-z0-9._*-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
