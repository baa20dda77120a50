import { expect, it } from 'vitest';
import { codeUnits, codeUnitsText } from '../../src/serial/code-units.js';

it.each(['', 'a', 'é€\u{1f600}', '\ud83d', '\udc00\ud800', 'x\u{1f600}'.repeat(5000)])(
  'a text as char[] and back: %#',
  (text) => {
    const units = codeUnits(text);
    expect(Array.from(units, (unit) => String.fromCharCode(unit)).join('')).toBe(text);
    expect(codeUnitsText(units)).toBe(text);
  },
);
