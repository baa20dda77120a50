import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { untarGzip } from '../../../tools/controller/untar.js';

interface Entry {
  readonly name: string;
  readonly content?: string;
  readonly type?: string;
  readonly prefix?: string;
}

function tar(...entries: readonly Entry[]): Buffer {
  const blocks = entries.map(({ name, content = '', type = '0', prefix = '' }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write(Buffer.byteLength(content).toString(8).padStart(11, '0'), 124);
    header.write(type, 156);
    header.write('ustar', 257);
    header.write(prefix, 345);
    return Buffer.concat([
      header,
      Buffer.from(content),
      Buffer.alloc((512 - (Buffer.byteLength(content) % 512)) % 512),
    ]);
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const names = (...entries: readonly Entry[]) => [...untarGzip(gzipSync(tar(...entries))).keys()];

test('files come with their content, directories not at all', () => {
  const files = untarGzip(
    gzipSync(
      tar(
        { name: 'd/', type: '5' },
        { name: 'd/a', content: 'x'.repeat(513) },
        { name: 'ü' },
        { name: 'z', content: 'end' },
      ),
    ),
  );
  expect([...files].map(([name, content]) => [name, content.length])).toEqual([
    ['d/a', 513],
    ['ü', 0],
    ['z', 3],
  ]);
  expect(files.get('z')?.toString()).toBe('end');
});

test('long names in all three forms belong to the next entry only', () => {
  const long = `${'long/'.repeat(40)}name`;
  const record = `path=${long}\n`;
  const pax = `${record.length + 4} ${record}`;
  expect(names({ name: '././@LongLink', type: 'L', content: `${long}\0` }, { name: 'cut' }, { name: 'b' })).toEqual([
    long,
    'b',
  ]);
  expect(names({ name: 'pax', type: 'x', content: pax }, { name: 'cut' }, { name: 'b' })).toEqual([long, 'b']);
  expect(names({ name: 'name', prefix: 'a/prefix' })).toEqual(['a/prefix/name']);
});

test('other entries and an archive without an end are errors', () => {
  expect(() => names({ name: 'link', type: '2' })).toThrow('entry of type "2"');
  expect(() => untarGzip(gzipSync(tar({ name: 'a' }).subarray(0, 600)))).toThrow('no end');
  expect(() => untarGzip(Buffer.from('not gzip'))).toThrow();
});
