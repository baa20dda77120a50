/** Maps of GNU Trove, which plugins bring with them; those that they send write themselves. */
import { CustomDataReader } from '../custom-data.js';
import type { JavaObject, JavaValue } from '../model.js';

/**
 * gnu.trove.map.hash.TIntObjectHashMap:
 *
 *     byte 0  byte 0  float loadFactor  float autoCompactionFactor  int noEntryKey  int size  size x {int key, Object value}
 */
export function intObjectEntries(map: JavaObject): [number, JavaValue][] {
  const data = new CustomDataReader(map.custom(map.className));
  data.bytes(2 + 4 + 4 + 4);
  return Array.from({ length: data.int() }, (): [number, JavaValue] => [data.int(), data.object()]);
}
