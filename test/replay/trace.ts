/** Recorded conversations between a real controller and the official agent, one remoting command a line. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readObject } from '../../src/serial/reader.js';
import { JavaArray, JavaObject } from '../../src/serial/model.js';
import type { JavaValue } from '../../src/serial/model.js';

export interface TraceLine {
  readonly from: 'controller' | 'agent';
  /** Class of the command without its package. */
  readonly kind: string;
  /** Request id or object id. */
  readonly id: number;
  /** What the recorder saw in it: the callable or the kind of answer. */
  readonly what: string;
  readonly command: JavaObject;
}

/** Generations of the controller that recordings exist for. */
export const GENERATIONS = ['core-2.319', 'core-2.462', 'core-2.541', 'core-2.568'] as const;
export type Generation = (typeof GENERATIONS)[number];

/** Reads a recording, e.g. `loadTrace('core-2.462', 'connect')`. */
export function loadTrace(generation: Generation, name: string): TraceLine[] {
  const file = new URL(`../traces/${generation}/${name}.jsonl.gz`, import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString().split('\n').filter(Boolean);
  return lines.map((line) => {
    const { from, kind, id, what, b64 } = JSON.parse(line) as TraceLine & { b64: string };
    const command = readObject(Buffer.from(b64, 'base64'));
    if (!(command instanceof JavaObject)) throw new Error(`${name}: a line holds no command`);
    return { from, kind, id, what, command };
  });
}

/** The bytes of a byte[] field. */
export function bytesOf(value: JavaValue | undefined): Buffer {
  if (value instanceof JavaArray && Buffer.isBuffer(value.elements)) return value.elements;
  throw new Error('not a byte[]');
}
