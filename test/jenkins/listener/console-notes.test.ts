import { describe, expect, it } from 'vitest';
import { encodedNotes, noteLines } from '../../../src/jenkins/listener/console-notes.js';
import { charsetForName } from '../../../src/java/charsets/charset.js';
import { byteArrays } from '../../../src/serial/jdk.js';
import { declareClass } from '../../../src/serial/declare.js';

const filterClass = declareClass({ name: 'test.Filter', suid: 1n, fields: { notes: '[[B' } });

describe('notes before lines', () => {
  it.each(['UTF-8', 'UTF-16LE', 'Shift_JIS'])('in %s, wherever the bytes are split', async (name) => {
    const charset = await charsetForName(name);
    const mark = (line: string): Buffer[] => (line.startsWith('x') ? [Buffer.from('<1>'), Buffer.from('<2>')] : []);
    const bytes = charset.encode('a\nxb\r\n\nx');
    const expected = Buffer.concat([
      charset.encode('a\n'),
      Buffer.from('<1><2>'),
      charset.encode('xb\r\n\n'),
      Buffer.from('<1><2>'),
      charset.encode('x'),
    ]);
    for (let at = 0; at <= bytes.length; at++) {
      const transform = noteLines(name, mark);
      await transform.ready;
      const out = [transform.push(bytes.subarray(0, at)), transform.push(bytes.subarray(at)), transform.end()];
      expect(Buffer.concat(out)).toEqual(expected);
    }
  });

  it('leaves the bytes of a line as they came', async () => {
    const transform = noteLines('UTF-8', () => []);
    await transform.ready;
    const junk = Buffer.from([0xff, 0xc3, 0x28, 0x0a]);
    expect(transform.push(junk)).toEqual(junk);
  });

  it('are read from a field, and refused by name when there are too few', () => {
    const two = filterClass.create({ notes: byteArrays([Buffer.from('one'), Buffer.from('two')]) });
    expect(encodedNotes(two, 'notes', 2)?.map(String)).toEqual(['one', 'two']);
    expect(() => encodedNotes(two, 'notes', 3)).toThrow('test.Filter.notes does not hold 3 notes');
    expect(encodedNotes(filterClass.create({ notes: null }), 'notes', 3)).toBeNull();
  });
});
