import { XmlError } from './xml-error.js';

/** Where a parser was when it complained. */
export interface ParserState {
  readonly parser: { readonly line: number; readonly column: number; readonly ENTITIES: Record<string, string> };
  /** Names of the open elements, outermost first. */
  readonly open: readonly string[];
  /** The element whose tag is being read. */
  readonly inTag: string | undefined;
  /** The text being read, from a little before the place of the complaint or some way before it. */
  readonly recent: string;
  readonly sawRoot: boolean;
}

/** What the JDK's parser (Xerces) says of what saxes complains about; what it has no word for stays as saxes says it. */
export function xmlErrorOf(error: Error, state: ParserState): XmlError {
  const complaint = error.message.replace(/^(?:.*?:)?\d+:\d+: /, '');
  return new XmlError(translate(complaint, state), state.parser.line, state.parser.column);
}

function translate(complaint: string, state: ParserState): string {
  const current = state.open.at(-1) ?? '';
  const [, argument] = /: "?(.*?)"?\.?$/.exec(complaint) ?? [];
  if (/^(unclosed tag|unexpected end)/.test(complaint)) {
    return state.sawRoot || state.inTag !== undefined
      ? 'XML document structures must start and end within the same entity.'
      : 'Premature end of file.';
  }
  if (/^(unmatched closing tag|unexpected close tag)/.test(complaint)) {
    return `The element type "${current}" must be terminated by the matching end-tag "</${current}>".`;
  }
  if (complaint.startsWith('duplicate attribute')) {
    return `Attribute "${argument ?? ''}" was already specified for element "${state.inTag ?? ''}".`;
  }
  if (complaint.startsWith('unbound namespace prefix')) {
    return `The prefix "${argument ?? ''}" for element "${state.inTag ?? ''}" is not bound.`;
  }
  if (complaint === 'disallowed character.') return badCharacter(state) ?? complaint;
  if (complaint === 'undefined entity.') {
    const names = [...state.recent.matchAll(/&([^;#&<\s]+);/g)].map(([, name]) => name ?? '');
    const unknown = names.find((name) => !(name in state.parser.ENTITIES));
    return `The entity "${unknown ?? ''}" was referenced, but not declared.`;
  }
  if (complaint === 'text data outside of root node.') {
    return `Content is not allowed in ${state.sawRoot ? 'trailing section' : 'prolog'}.`;
  }
  return MESSAGES[complaint] ?? complaint;
}

function badCharacter({ recent, inTag }: ParserState): string | null {
  const found = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(recent);
  if (!found) return null;
  const what = `An invalid XML character (Unicode: 0x${found[0].charCodeAt(0).toString(16)}) was found in the`;
  const before = recent.slice(0, found.index);
  if (inTag !== undefined) {
    const [, attribute] = /([\w:.-]+)\s*=\s*(?:"[^"]*|'[^']*)$/.exec(before) ?? [];
    return `${what} value of attribute "${attribute ?? ''}" and element is "${inTag}".`;
  }
  const isCdata = before.lastIndexOf('<![CDATA[') > before.lastIndexOf(']]>');
  return isCdata ? `${what} CDATA section.` : `${what} element content of the document.`;
}

const MESSAGES: Readonly<Record<string, string>> = {
  'document must contain a root element.': 'Premature end of file.',
  'documents may contain only one root.': 'The markup in the document following the root element must be well-formed.',
  'an XML declaration must be at the start of the document.':
    'The processing instruction target matching "[xX][mM][lL]" is not allowed.',
  'the XML declaration must appear at the start of the document.':
    'The processing instruction target matching "[xX][mM][lL]" is not allowed.',
  'the string "]]>" is disallowed in char data.':
    'The character sequence "]]>" must not appear in content unless used to mark the end of a CDATA section.',
};
