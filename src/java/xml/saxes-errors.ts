import { XmlError } from './xml-error.js';

/** Where a parser was when it complained. */
export interface ParserState {
  readonly parser: { readonly line: number; readonly column: number; readonly ENTITIES: Record<string, string> };
  /** The element whose tag is being read. */
  readonly inTag: string | undefined;
  /** The element that was closed last, by whatever closed it. */
  readonly lastClosed: string | undefined;
  readonly sawRoot: boolean;
  /** The end of the text that was read before the complaint, what it is about included. */
  readonly before: string;
}

/** What the JDK's parser (Xerces) says of what saxes complains about; what has no translation stays as saxes says it. */
export function xmlErrorOf(error: Error, state: ParserState): XmlError {
  const { line, column } = state.parser;
  const complaint = error.message.replace(/^(?:.*?:)?\d+:\d+: /, '');
  const reference = brokenReference(complaint, state);
  if (reference) return new XmlError(reference.message, { line: line - reference.linesBack, column });
  return new XmlError(translate(complaint, state), { line, column });
}

/** saxes reads on to the next `;`, however far that is; Xerces stops where the name does. */
function brokenReference(complaint: string, { before }: ParserState): { message: string; linesBack: number } | null {
  if (!/^(unexpected end|unclosed tag|empty entity name|disallowed character in entity name)/.test(complaint))
    return null;
  const [, text] = /&([^;&]*);?$/.exec(before) ?? [];
  if (text === undefined || text.startsWith('#')) return null;
  const [name = ''] = /^[\p{L}_:][\p{L}\p{N}_:.-]*/u.exec(text) ?? [];
  const linesBack = text.slice(name.length).split('\n').length - 1;
  const message =
    name === ''
      ? "The entity name must immediately follow the '&' in the entity reference."
      : `The reference to entity "${name}" must end with the ';' delimiter.`;
  return { message, linesBack };
}

function translate(complaint: string, state: ParserState): string {
  const { inTag = '', lastClosed = '', sawRoot, before } = state;
  const argument = complaint
    .slice(complaint.indexOf(': ') + 1)
    .trimStart()
    .replace(/^"|"?\.?$/g, '');
  if (/^(unclosed tag|unexpected end)/.test(complaint)) {
    return sawRoot || before.trim() !== '' ? INCOMPLETE : 'Premature end of file.';
  }
  if (complaint === 'unexpected close tag.') {
    return `The element type "${lastClosed}" must be terminated by the matching end-tag "</${lastClosed}>".`;
  }
  if (complaint.startsWith('duplicate attribute')) {
    return `Attribute "${argument}" was already specified for element "${inTag}".`;
  }
  if (complaint.startsWith('unbound namespace prefix')) {
    return `The prefix "${argument}" for element "${inTag}" is not bound.`;
  }
  if (complaint === 'unquoted attribute value.') {
    return `Open quote is expected for attribute "${attributeAt(before)}" associated with an  element type  "${inTag}".`;
  }
  if (complaint === 'disallowed character.') return badCharacter(complaint, state);
  if (complaint === 'undefined entity.') {
    const [, name = ''] = /&([^;&]*);?$/.exec(before) ?? [];
    return `The entity "${name}" was referenced, but not declared.`;
  }
  if (complaint === 'text data outside of root node.') {
    return `Content is not allowed in ${sawRoot ? 'trailing section' : 'prolog'}.`;
  }
  return MESSAGES[complaint] ?? complaint;
}

function badCharacter(complaint: string, { before, inTag }: ParserState): string {
  if (inTag !== undefined && before.endsWith('<')) {
    const attribute = attributeAt(before.slice(0, -1));
    return `The value of attribute "${attribute}" associated with an element type "${inTag}" must not contain the '<' character.`;
  }
  const [bad] = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(before.slice(-2)) ?? [];
  if (bad === undefined) return complaint;
  const what = `An invalid XML character (Unicode: 0x${bad.charCodeAt(0).toString(16)}) was found in the`;
  if (inTag !== undefined) {
    return `${what} value of attribute "${attributeAt(before)}" and element is "${inTag}".`;
  }
  const isCdata = before.lastIndexOf('<![CDATA[') > before.lastIndexOf(']]>');
  return isCdata ? `${what} CDATA section.` : `${what} element content of the document.`;
}

/** The attribute in whose value the text ends. */
function attributeAt(before: string): string {
  const quotes = ['"', "'"].map((quote) => before.lastIndexOf(quote)).sort((a, b) => a - b);
  for (const end of [...quotes, before.length, before.length - 1]) {
    const name = end < 0 ? '' : attributeBefore(before.slice(0, end));
    if (name !== '') return name;
  }
  return '';
}

/** The name in front of an equals sign at the end. */
function attributeBefore(text: string): string {
  const sign = text.trimEnd();
  return sign.endsWith('=') ? (/(?<![\w:.-])[\w:.-]+$/.exec(sign.slice(0, -1).trimEnd())?.[0] ?? '') : '';
}

const INCOMPLETE = 'XML document structures must start and end within the same entity.';
const MISPLACED_DECLARATION = 'The processing instruction target matching "[xX][mM][lL]" is not allowed.';
const AFTER_ROOT = 'The markup in the document following the root element must be well-formed.';

const MESSAGES: Readonly<Record<string, string>> = {
  'document must contain a root element.': 'Premature end of file.',
  'documents may contain only one root.': AFTER_ROOT,
  'an XML declaration must be at the start of the document.': MISPLACED_DECLARATION,
  'the XML declaration must appear at the start of the document.': MISPLACED_DECLARATION,
  'malformed comment.': 'The string "--" is not permitted within comments.',
  'the string "]]>" is disallowed in char data.':
    'The character sequence "]]>" must not appear in content unless used to mark the end of a CDATA section.',
};
