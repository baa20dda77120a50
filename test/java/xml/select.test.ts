/** What Java's DocumentBuilder and XPath made of the same, whose namespaces are off unless one asks for them. */
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readXmlDocument } from '../../../src/java/xml/document.js';
import { selectNodes } from '../../../src/java/xml/select.js';
import { XmlError } from '../../../src/java/xml/xml-error.js';

const DOCUMENT =
  '<r a="1" xmlns="urn:d" xmlns:p="urn:p"><x id="1">one</x><x id="2">two <b>bold</b> end</x><p:y q="v" p:z="w">ns</p:y>' +
  '<!--note--><?pi data?><c><![CDATA[cd]]></c><m>t<![CDATA[u]]>v</m><n>5</n><n>7</n><e/><s> sp </s><d><d><d>deep</d></d></d></r>';

async function values(document: string, expression: string, pieces = 1): Promise<(string | null)[]> {
  const bytes = Buffer.from(document);
  const size = pieces === 1 ? bytes.length : 1;
  const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  const tree = await readXmlDocument(Readable.from(parts));
  return (await selectNodes(tree, expression)).map(({ firstValue }) => firstValue);
}

describe('XPath', () => {
  it.each([
    ['/r/x/text()', ['one', 'two ', ' end']],
    ["/r/x[@id='2']/b/text()", ['bold']],
    ['//@*', ['1', '1', '2', 'w', 'v']],
    ['//y/@q', ['v']],
    ["//*[name()='p:y']/text()", ['ns']],
    ["//*[namespace-uri()='']/@id", ['1', '2']],
    ['/r/comment()', ['note']],
    ["/r/processing-instruction('pi')", ['data']],
    ['/r/c/text()', ['cd']],
    ['/r/m/text()', ['t']],
    ["/r/m[. = 'tuv']/text()", ['t']],
    ['/r/n[. > 5]/text()', ['7']],
    ['/r/n[last()]/text()', ['7']],
    ['/r/n[2]/text() | /r/x[1]/text()', ['one', '7']],
    ['/r/x[1]', [null]],
    ['/', [null]],
    ['/r/gone/text()', []],
    ['//d[not(d)]/text()', ['deep']],
    ["/r/x[contains(., 'bold')]/@id", ['2']],
    ["/r/x[normalize-space(text())='two']/@id", ['2']],
    ['//n/following-sibling::s/text()', [' sp ']],
    ['//s/preceding-sibling::n[1]/text()', ['7']],
    ['//b/ancestor::x/@id', ['2']],
    ['//b/../@id', ['2']],
    ['/r/*[5]/text()', ['t']],
    ['(//n)[2]/text()', ['7']],
    ['/r/n[sum(/r/n)=12]/text()', ['5', '7']],
    ['/r/n[. mod 2 = 1 and . div 5 = 1]/text()', ['5']],
  ])('%s', async (expression, expected) => {
    expect(await values(DOCUMENT, expression)).toEqual(expected);
    expect(await values(DOCUMENT, expression, 0)).toEqual(expected);
  });

  it.each([
    'count(/r/x)',
    'string(/r/x)',
    '/r/p:y/text()',
    '//y/@p:z',
    '/r/x[',
    '',
    '///',
    '$v',
    '/r/x[foo()]',
    '/r/namespace::*',
  ])('refuses %s', async (expression) => {
    await expect(values(DOCUMENT, expression)).rejects.toThrow();
  });
});

describe('a document', () => {
  it.each([
    ['<a>&amp;&#65;</a>', '/a/text()', ['&A']],
    ['<p:a>1</p:a>', '/a/text()', ['1']],
    ['<a b=" x\ny "/>', '/a/@b', [' x y ']],
    ['<?xml version="1.0" encoding="ISO-8859-1"?>\n<a>u</a>\n', '/a/text()', ['u']],
    ['\ufeff<a>ü</a>', '/a/text()', ['ü']],
    ['<a>x<!--c-->y</a>', '/a/text()', ['x', 'y']],
    ['<a><![CDATA[]]>x</a>', '/a/text()', ['x']],
  ])('%j has %s', async (document, expression, expected) => {
    expect(await values(document, expression)).toEqual(expected);
    expect(await values(document, expression, 0)).toEqual(expected);
  });

  it.each(['<a>', '', '<a>&x;</a>', '<a>1</a><b/>', '<a b="1" b="2"/>', '<!DOCTYPE a><a/>', '<a>'.repeat(3000)])(
    'is refused when it is %j',
    async (document) => {
      await expect(values(document, '/a')).rejects.toThrow(XmlError);
    },
  );

  it('is refused when its bytes are no text', async () => {
    const bytes = Buffer.concat([Buffer.from('<a>'), Buffer.of(0xff), Buffer.from('</a>')]);
    await expect(readXmlDocument(Readable.from([bytes]))).rejects.toThrow(XmlError);
  });
});
