/**
 * XML in a stream: saxes, kept from doing harm. Nothing outside the document is ever read, entities do not expand into each
 * other, and elements do not nest without end. What is not well-formed is said in the words of the JDK's parser.
 */
import type { SaxesAttributeNS, SaxesTagNS } from 'saxes';
import { declaredEntities } from './doctype.js';
import { xmlErrorOf } from './saxes-errors.js';
import { MalformedBytes, decodeXml } from './decode-xml.js';
import { XmlError } from './xml-error.js';

/** What a parser tells as it goes. Names are local ones, as callers look for them whatever the prefix. */
export interface XmlHandler {
  open(name: string, attributes: ReadonlyMap<string, string>, at: { namespace: string; line: number }): void;
  /** Text and CDATA, in as many pieces as they come. */
  text(text: string): void;
  close(name: string, line: number): void;
}

export interface ParseOptions {
  /** Changes the text of the document before it is parsed; it comes in pieces, bytes that are no text mended. */
  readonly mend?: (piece: string) => string;
}

/**
 * Parses a document to its end.
 * @throws XmlError when it is not well-formed; what the source throws; what the handler throws
 */
export async function parseXml(
  source: AsyncIterable<Buffer>,
  handler: XmlHandler,
  { mend }: ParseOptions = {},
): Promise<void> {
  const { SaxesParser } = await import('saxes');
  const parser = new SaxesParser({ xmlns: true });
  const open: string[] = [];
  let inTag: string | undefined;
  let lastClosed: string | undefined;
  let sawRoot = false;
  /** What was read last, and how much in all. */
  let recent = '';
  let total = 0;
  parser.on('error', (error) => {
    const unseen = Math.max(0, total - parser.position);
    const before = recent.slice(0, recent.length - unseen);
    throw xmlErrorOf(error, { parser, inTag, lastClosed, sawRoot, before });
  });
  parser.on('doctype', (doctype) => Object.assign(parser.ENTITIES, declaredEntities(doctype)));
  parser.on('opentagstart', (tag) => (inTag = tag.name));
  parser.on('opentag', (tag: SaxesTagNS) => {
    inTag = undefined;
    sawRoot = true;
    open.push(tag.name);
    if (open.length > MAX_DEPTH) throw new XmlError(TOO_DEEP, { line: parser.line, column: parser.column });
    handler.open(tag.local, attributesOf(tag), { namespace: tag.uri, line: parser.line });
  });
  // Outside of the root element there is nothing but line ends.
  parser.on('text', (text) => {
    if (open.length > 0) handler.text(text);
  });
  parser.on('cdata', (text) => handler.text(text));
  parser.on('closetag', (tag) => {
    lastClosed = open.pop();
    handler.close(tag.local, parser.line);
  });
  try {
    for await (const decoded of decodeXml(source, mend !== undefined)) {
      const piece = mend ? mend(decoded) : decoded;
      if (piece === '') continue;
      recent = recent.slice(-LOOK_BACK) + piece;
      total += piece.length;
      parser.write(piece);
    }
  } catch (error) {
    if (!(error instanceof MalformedBytes)) throw error;
    const cause = `${MALFORMED}: ${error.message}`;
    throw new XmlError(error.message, { line: parser.line, column: parser.column, cause });
  }
  parser.close();
}

/** By local name, the first of each, as dom4j finds them. */
function attributesOf(tag: SaxesTagNS): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const { local, value, prefix } of Object.values<SaxesAttributeNS>(tag.attributes)) {
    const isNamespace = prefix === 'xmlns' || (prefix === '' && local === 'xmlns');
    if (!isNamespace && !attributes.has(local)) attributes.set(local, value);
  }
  return attributes;
}

/** How far back what is wrong may have begun, where it matters. */
const LOOK_BACK = 2000;

/** No report nests deeper than a few; Java has a stack of about this size. */
const MAX_DEPTH = 2000;
const TOO_DEEP = `Elements are nested more than ${MAX_DEPTH} deep.`;

const MALFORMED = 'com.sun.org.apache.xerces.internal.impl.io.MalformedByteSequenceException';
