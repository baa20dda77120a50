import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { jarManifest, parseManifest } from '../../src/java/manifest.js';
import { scratch } from '../os/files/scratch.js';

/** A zip file of deflated entries. */
function zip(entries: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(entries)) {
    const data = deflateRawSync(Buffer.from(text));
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(text), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(Buffer.byteLength(text), 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02'), Buffer.of(20, 0), common, rest, Buffer.from(name));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(locals.length, 8);
  end.writeUInt16LE(locals.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

describe('the manifest of a jar', () => {
  it('is found wherever it stands', async () => {
    const file = join(scratch(), 'a.jar');
    const manifest = 'Manifest-Version: 1.0\r\nImplementation-Version: 3.9.\r\n 6\r\n\r\nName: x\r\nFoo: bar\r\n';
    writeFileSync(file, zip({ 'META-INF/': '', 'a/B.class': 'x', 'META-INF/MANIFEST.MF': manifest }));
    expect([...(await jarManifest(file))]).toEqual([
      ['Implementation-Version', '3.9.6'],
      ['Manifest-Version', '1.0'],
    ]);
  });

  it('may be missing', async () => {
    const file = join(scratch(), 'a.jar');
    writeFileSync(file, zip({ 'a/B.class': 'x' }));
    expect((await jarManifest(file)).size).toBe(0);
  });

  it('is not looked for in what is no jar', async () => {
    const file = join(scratch(), 'a.jar');
    writeFileSync(file, 'no jar at all');
    await expect(jarManifest(file)).rejects.toMatchObject({ javaClass: 'java.util.zip.ZipException' });
    await expect(jarManifest(`${file}.gone`)).rejects.toMatchObject({ javaClass: 'java.io.FileNotFoundException' });
  });

  it('may be cut off anywhere', async () => {
    const file = join(scratch(), 'a.jar');
    const whole = zip({ 'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0\n\n' });
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(file, whole.subarray(0, length));
      await expect(jarManifest(file), `${length} bytes`).rejects.toMatchObject({
        javaClass: 'java.util.zip.ZipException',
      });
    }
  });
});

it('reads the main section alone', () => {
  expect([...parseManifest('A: 1\rB: 2\r 3\r\rC: 4')]).toEqual([
    ['A', '1'],
    ['B', '23'],
  ]);
  expect(parseManifest('').size).toBe(0);
  expect(parseManifest('Version: 1').get('VERSION')).toBe('1');
});

it('counts only what is whole of a main section that is cut off', () => {
  const names = (text: string) => [...parseManifest(text, false).keys()];
  expect(names('A: 1\r\nB: 2\r\nC: 3\r\nD')).toEqual(['A', 'B']);
  expect(names('A: 1\nB: 2\n\nName: x')).toEqual(['A', 'B']);
});
