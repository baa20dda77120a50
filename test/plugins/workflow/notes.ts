/** Arrays of bytes as a controller sends them. */
import { JavaArray } from '../../../src/serial/model.js';
import type { ClassDesc } from '../../../src/serial/model.js';

export const byteArray = (text: string): JavaArray =>
  new JavaArray(arrayClass('[B', -5984413125824719648n), Buffer.from(text));
export const byteArrays = (arrays: readonly JavaArray[]): JavaArray =>
  new JavaArray(arrayClass('[[B', 5413389447574519254n), [...arrays]);

function arrayClass(name: string, suid: bigint): ClassDesc {
  return { name, suid, flags: 2, fields: [], superDesc: null, annotation: [] };
}
