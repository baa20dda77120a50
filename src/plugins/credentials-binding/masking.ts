/** Masking of secrets in a log, line by line. */
import { isUtf8 } from 'node:buffer';
import { utf8 } from '../../java/charsets/charset.js';
import { LineTransform } from '../../jenkins/listener/log-transform.js';
import type { LogTransform } from '../../jenkins/listener/log-transform.js';
import { lineCharset } from '../../jenkins/listener/charset-lines.js';
import { eachLine } from '../../jenkins/listener/line-ends.js';
import type { LineCharset } from '../../jenkins/listener/charset-lines.js';
import { alternation } from './literal-pattern.js';

/** What a secret is replaced by. */
export const MASK = '****';

/** The same, of plugins that have eight of them. */
const LONG_MASK = '********';

/**
 * Replaces texts by a mask, which may hold no `$`: org.jenkinsci.plugins.credentialsbinding.masking.SecretPatterns$MaskingOutputStream. Lines without
 * a secret keep their bytes, be they text in this charset or not; one with a secret is decoded and encoded as a whole.
 *
 * Nothing leaves before its line is complete, so that no secret gets through in pieces.
 */
export function maskTexts(texts: readonly string[], mask: string, charsetName: string): LogTransform[] {
  // A line holds no line feed but its last character. With a carriage return in it a text is masked where its lines come at once.
  const possible = texts.filter((text) => !text.slice(0, -1).includes('\n'));
  if (possible.length === 0) return [];
  const pattern = alternation(possible);
  return [maskLines((line) => line.replace(pattern, mask), charsetName)];
}

/** Replaces each text by a long mask wherever it stands, longer ones first: one that is part of another must not leave the rest of it. */
export function maskEach(texts: readonly string[]): LogTransform[] {
  if (texts.length === 0) return [];
  const ordered = [...texts].sort((a, b) => b.length - a.length);
  return [
    maskLines((line) => ordered.reduce((masked, text) => masked.replaceAll(text, () => LONG_MASK), line), 'UTF-8'),
  ];
}

/**
 * Sends the text of each line through a function that masks.
 * @param mask must give the same for several lines at once, as for each of them
 */
export function maskLines(mask: (text: string) => string, charsetName: string): LogTransform {
  let lines: LineCharset | undefined;
  const loaded = lineCharset(charsetName).then((charset) => {
    lines = charset;
  });
  return new LineTransform((bytes) => masked(bytes, mask, known(lines)), {
    ready: loaded,
    ends: () => known(lines).ends,
  });
}

function masked(bytes: Buffer, mask: (text: string) => string, { charset, ends }: LineCharset): Buffer {
  const text = charset.decode(bytes);
  const maskedText = mask(text);
  // Nearly always nothing is found.
  if (maskedText === text) return bytes;
  // Then nothing but the secrets changes by being decoded and encoded.
  if (charset.name === utf8.name && isUtf8(bytes)) return charset.encode(maskedText);
  const lines: Buffer[] = [];
  for (const line of eachLine(bytes, ends)) {
    const before = charset.decode(line);
    const after = mask(before);
    lines.push(after === before ? line : charset.encode(after));
  }
  return Buffer.concat(lines);
}

/** Listeners push nothing before `ready`. */
function known(lines: LineCharset | undefined): LineCharset {
  if (!lines) throw new Error('text came before its charset was loaded');
  return lines;
}
