import { expect, test } from 'vitest';
import { makeClassFile } from '../../../tools/controller/class-file.js';

test('the constant pool holds the class, its superclass and what it mentions', () => {
  const file = makeClassFile('a/B', ['java/util/HashMap']);
  expect(file.readUInt32BE(0)).toBe(0xcafebabe);
  expect(file.readUInt16BE(8)).toBe(7);
  let at = 10;
  const names: string[] = [];
  for (let constant = 1; constant < 7; constant += 2) {
    expect([file.readUInt8(at), file.readUInt16BE(at + 1), file.readUInt8(at + 3)]).toEqual([7, constant + 1, 1]);
    const length = file.readUInt16BE(at + 4);
    names.push(file.toString('utf8', at + 6, at + 6 + length));
    at += 6 + length;
  }
  expect(names).toEqual(['a/B', 'java/lang/Object', 'java/util/HashMap']);
  expect(file.subarray(at)).toEqual(Buffer.from([0, 0x21, 0, 1, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0]));
});
