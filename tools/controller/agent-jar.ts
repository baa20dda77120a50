/**
 * What /jnlpJars/agent.jar answers: a zip that holds nothing but a manifest with a version, enough for an agent that asks
 * the controller which remoting version it ships.
 *
 *     local file header, name, bytes (stored), central directory entry, end of central directory: PKWARE APPNOTE 4.3
 */
import { crc32 } from 'node:zlib';

const NAME = Buffer.from('META-INF/MANIFEST.MF');
const VERSION_NEEDED = 10;
/** 1980-01-01, the zero of MS-DOS dates. */
const DOS_DATE = 0x21;

/** Makes the jar for a remoting version such as `3256.3258.v858f3c9a_f69d`. */
export function makeAgentJar(version: string): Buffer {
  const content = Buffer.from(
    `Manifest-Version: 1.0\r\nMain-Class: hudson.remoting.Launcher\r\nApplication-Name: Jenkins Remoting Agent\r\nVersion: ${version}\r\n\r\n`,
  );
  const local = Buffer.concat([header(0x04034b50, entry(content)), NAME, content]);
  const central = Buffer.concat([header(0x02014b50, [VERSION_NEEDED, ...entry(content), 0, 0, 0, [0], [0]]), NAME]);
  const end = header(0x06054b50, [0, 0, 1, 1, [central.length], [local.length], 0]);
  return Buffer.concat([local, central, end]);
}

/** Version, flags, method (stored), time, date, CRC, both sizes, lengths of name and extra field: the same in both headers. */
function entry(content: Buffer): Item[] {
  return [VERSION_NEEDED, 0, 0, 0, DOS_DATE, [crc32(content)], [content.length], [content.length], NAME.length, 0];
}

/** A number is a u16, one in brackets a u32; both little-endian. */
type Item = number | readonly [number];

function header(signature: number, items: readonly Item[]): Buffer {
  return Buffer.concat([[signature] as const, ...items].map(littleEndian));
}

function littleEndian(item: Item): Buffer {
  const bytes = Buffer.alloc(typeof item === 'number' ? 2 : 4);
  if (typeof item === 'number') bytes.writeUInt16LE(item);
  else bytes.writeUInt32LE(item[0]);
  return bytes;
}
