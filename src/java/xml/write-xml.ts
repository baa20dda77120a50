/** An element and what is in it as a document of its own, in UTF-8, without any text beyond its own. */
import { XmlElement } from './element-tree.js';

export function xmlDocument(root: XmlElement): Buffer {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${markup(root)}\n`);
}

function markup({ name, attributes, children }: XmlElement): string {
  const tag = [name, ...[...attributes].map(([key, value]) => `${key}="${escapedAttribute(value)}"`)].join(' ');
  if (children.length === 0) return `<${tag}/>`;
  const content = children.map((child) => (typeof child === 'string' ? escaped(child) : markup(child)));
  return `<${tag}>${content.join('')}</${name}>`;
}

/** A carriage return that is written as it is would be read as a line feed. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}

/** Line ends and tabs would be read as blanks. */
function escapedAttribute(text: string): string {
  return escaped(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
