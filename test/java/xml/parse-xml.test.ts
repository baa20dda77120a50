import { describe, expect, it } from 'vitest';
import { parseXml } from '../../../src/java/xml/parse-xml.js';
import { XmlError } from '../../../src/java/xml/xml-error.js';

/** Parses bytes in pieces of a size; gives what was told, text joined. */
async function parse(document: string | Buffer, pieceSize = Infinity): Promise<string> {
  const bytes = Buffer.from(document);
  const told: string[] = [];
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += pieceSize) {
      await Promise.resolve();
      yield bytes.subarray(at, at + pieceSize);
    }
  }
  await parseXml(pieces(), {
    open: (name, attributes) => told.push(`<${name}${[...attributes].map(([k, v]) => ` ${k}=${v}`).join('')}>`),
    text: (text) => told.push(text),
    close: (name) => told.push(`</${name}>`),
  });
  return told.join('');
}

async function failure(document: string | Buffer, pieceSize?: number): Promise<string> {
  return parse(document, pieceSize).then(
    () => 'no failure',
    (error: unknown) =>
      error instanceof XmlError ? `${error.line ?? '-'}: ${error.message}` : `defect: ${String(error)}`,
  );
}

const WHOLE: readonly [what: string, document: string | Buffer, told: string][] = [
  ['elements and text', '<?xml version="1.0"?>\n<a b="1">x<c/>y</a>\n', '<a b=1>x<c></c>y</a>'],
  ['references and CDATA', '<a b="&lt;&#65;&#x1F600;">&amp;<![CDATA[<&>]]></a>', '<a b=<A😀>&<&></a>'],
  ['line ends', '<a>1\r\n2\r3</a>', '<a>1\n2\n3</a>'],
  ['names without their prefixes', '<p:a xmlns:p="u" p:b="1"><p:c/></p:a>', '<a b=1><c></c></a>'],
  ['its own plain entities', '<!DOCTYPE a [<!ENTITY e "text">]><a>&e;</a>', '<a>text</a>'],
  ['external entities as nothing', '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>[&e;]</a>', '<a>[]</a>'],
  ['a DTD from elsewhere, unread', '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><a/>', '<a></a>'],
  ['UTF-8', '<a>äöü€😀</a>', '<a>äöü€😀</a>'],
  ['a byte order mark', Buffer.from('\ufeff<a/>'), '<a></a>'],
  ['ISO-8859-1', Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe4</a>', 'latin1'), '<a>ä</a>'],
  ['UTF-16', Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><a>ä</a>', 'utf16le'), '<a>ä</a>'],
  ['UTF-16 without a mark', Buffer.from('<?xml version="1.0"?><a>ä</a>', 'utf16le'), '<a>ä</a>'],
  ['long text over pieces', `<a>${'ä'.repeat(3000)}</a>`, `<a>${'ä'.repeat(3000)}</a>`],
];

const BROKEN: readonly [document: string | Buffer, message: string][] = [
  ['', '1: Premature end of file.'],
  ['hello', '1: Content is not allowed in prolog.'],
  ['<a>\n<b>\n</a>', '3: The element type "b" must be terminated by the matching end-tag "</b>".'],
  ['<a><b', '1: XML document structures must start and end within the same entity.'],
  ['<a/>text', '1: Content is not allowed in trailing section.'],
  ['<a/><b/>', '1: The markup in the document following the root element must be well-formed.'],
  ['<a b="1" b="2"/>', '1: Attribute "b" was already specified for element "a".'],
  ['<a><p:b/></a>', '1: The prefix "p" for element "p:b" is not bound.'],
  ['<a>\n\x1b</a>', '2: An invalid XML character (Unicode: 0x1b) was found in the element content of the document.'],
  [
    '<a b="\x1b"/>',
    '1: An invalid XML character (Unicode: 0x1b) was found in the value of attribute "b" and element is "a".',
  ],
  ['<a><![CDATA[\0]]></a>', '1: An invalid XML character (Unicode: 0x0) was found in the CDATA section.'],
  ['<a>&nbsp;</a>', '1: The entity "nbsp" was referenced, but not declared.'],
  ['<a>x & y</a>', "1: The entity name must immediately follow the '&' in the entity reference."],
  ['<a>\nu?a=1&b=2\n</a>', `2: The reference to entity "b" must end with the ';' delimiter.`],
  ['<a b=c/>', '1: Open quote is expected for attribute "b" associated with an  element type  "a".'],
  [
    `<a b="<"/>`,
    `1: The value of attribute "b" associated with an element type "a" must not contain the '<' character.`,
  ],
  [Buffer.from('<a>\n\xff</a>', 'latin1'), '2: Invalid byte 1 of 1-byte UTF-8 sequence.'],
  [Buffer.from('<a>\xe2\x82x</a>', 'latin1'), '1: Invalid byte 3 of 3-byte UTF-8 sequence.'],
  ['<?xml version="1.0" encoding="nope"?><a/>', '-: nope'],
];

describe('parseXml', () => {
  it.each(WHOLE)('reads %s', async (_what, document, told) => {
    expect(await parse(document)).toBe(told);
  });

  it.each(WHOLE)('reads %s byte by byte', async (_what, document, told) => {
    expect(await parse(document, 1)).toBe(told);
  });

  it.each(BROKEN)('says what is wrong with %j', async (document, message) => {
    expect(await failure(document)).toBe(message);
    expect(await failure(document, 1)).toBe(message);
  });

  it('does not let entities expand into each other', async () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;">]><a>&y;</a>';
    expect(await failure(bomb)).toBe('1: The entity "y" was referenced, but not declared.');
  });

  it('does not take long texts for entities', async () => {
    const document = `<!DOCTYPE a [<!ENTITY x "${'x'.repeat(2000)}">]><a>&x;</a>`;
    expect(await failure(document)).toBe('1: The entity "x" was referenced, but not declared.');
  });

  it('ends elements that nest without end', async () => {
    expect(await failure('<a>'.repeat(100_000))).toBe('1: Elements are nested more than 2000 deep.');
  });

  it('passes on what its source and its handler fail with', async () => {
    const fail = (): never => {
      throw new Error('gone');
    };
    async function* source(): AsyncGenerator<Buffer> {
      yield Buffer.from('<a>');
      await Promise.resolve();
      fail();
    }
    const ignore = { open: () => undefined, text: () => undefined, close: () => undefined };
    await expect(parseXml(source(), ignore)).rejects.toThrow('gone');
    await expect(parseXml(source(), { ...ignore, open: fail })).rejects.toThrow('gone');
  });
});
