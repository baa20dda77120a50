import { ClassFlags, JavaObject } from '../../../src/serial/model.js';
import type { CustomItem } from '../../../src/serial/model.js';

const MAP = {
  name: 'gnu.trove.map.hash.TIntObjectHashMap',
  suid: 1n,
  flags: ClassFlags.EXTERNALIZABLE | ClassFlags.BLOCK_DATA,
  fields: [],
  superDesc: null,
  annotation: [],
};

/** What TIntObjectHashMap.writeExternal writes, with a no-entry key of 0 and its default load factors. */
export function troveMap(entries: readonly (readonly [number, JavaObject])[]): JavaObject {
  const header = Buffer.alloc(2 + 4 + 4 + 4 + 4);
  header.writeFloatBE(0.5, 2);
  header.writeFloatBE(0.5, 6);
  header.writeInt32BE(entries.length, 14);
  const custom: CustomItem[] = [];
  let data: Buffer = header;
  for (const [key, value] of entries) {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(key);
    custom.push(Buffer.concat([data, bytes]), value);
    data = Buffer.alloc(0);
  }
  if (entries.length === 0) custom.push(header);
  return new JavaObject(MAP, [{ desc: MAP, values: {}, custom }]);
}
