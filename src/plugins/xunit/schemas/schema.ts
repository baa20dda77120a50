/**
 * What a report must look like, as XML Schema would say it, and whether it does. A schema says of each element which attributes it
 * may have and what may be in it.
 */
import type { XmlElement } from '../../../java/xml/element-tree.js';

/** Types of attributes: any text, or text of a form. */
export type AttributeType = 'string' | 'integer' | 'decimal' | 'time';

export interface ElementRule {
  /** Name -> type; a name that ends with `!` is one that must be there. */
  readonly attributes?: Readonly<Record<string, AttributeType>>;
  /** Elements in it, one after the other: see `Content`. */
  readonly content: Content;
  /** Whether there may be text between them. */
  readonly mixed?: boolean;
}

/**
 * `text`: no elements; `anything`; or elements in this order, each `name`, `name?`, `name*`, `name+`, or several of which there is one
 * (`a|b`, and the same with a sign); `{ all }`: in any order, none twice, those without `?` must be there.
 */
export type Content = 'text' | 'anything' | readonly string[] | { readonly all: readonly string[] };

export interface Schema {
  readonly elements: Readonly<Record<string, ElementRule>>;
  /** Elements that a document may begin with; default: all. */
  readonly roots?: readonly string[];
}

export interface Violation {
  readonly line: number;
  /** In the words of Java's validator. */
  readonly message: string;
}

/** What is wrong with a document, in its order. */
export function violationsOf(root: XmlElement, schema: Schema): Violation[] {
  const isKnown = root.namespace === '' && (schema.roots?.includes(root.name) ?? ruleOf(root, schema) !== undefined);
  if (!isKnown) {
    return [{ line: root.line, message: `cvc-elt.1.a: Cannot find the declaration of element '${root.name}'.` }];
  }
  const found: Violation[] = [];
  visit(root, schema, found);
  return found;
}

function ruleOf({ name }: XmlElement, { elements }: Schema): ElementRule | undefined {
  return Object.hasOwn(elements, name) ? elements[name] : undefined;
}

function visit(element: XmlElement, schema: Schema, found: Violation[]): void {
  const rule = ruleOf(element, schema);
  if (!rule) return;
  checkAttributes(element, rule, found);
  const { content } = rule;
  if (content === 'anything') return;
  const children = element.elements();
  const problem = content === 'text' ? null : problemIn(children.map(nameOf), content);
  for (const [index, child] of children.entries()) {
    if (index === problem?.index) found.push({ line: child.line, message: unexpected(nameOf(child), problem) });
    visit(child, schema, found);
  }
  const { name, endLine: line } = element;
  if (content === 'text' && children.length > 0) found.push({ line, message: simpleTypeMessage(name) });
  const hasText = element.children.some((child) => typeof child === 'string' && child.trim() !== '');
  if (hasText && content !== 'text' && !(rule.mixed ?? false))
    found.push({ line, message: textMessage(name, content) });
  if (problem?.index === children.length) found.push({ line, message: incomplete(name, problem) });
}

function nameOf({ name, namespace }: XmlElement): string {
  return namespace === '' ? name : `{${namespace}}${name}`;
}

function checkAttributes(
  { name, attributes, line }: XmlElement,
  { attributes: types = {}, content }: ElementRule,
  found: Violation[],
): void {
  for (const [attribute, value] of attributes) {
    const type = typeOf(types, attribute);
    if (type === undefined && !INSTANCE.has(attribute)) {
      const message =
        content === 'text'
          ? simpleAttributeMessage(name, attribute)
          : `cvc-complex-type.3.2.2: Attribute '${attribute}' is not allowed to appear in element '${name}'.`;
      found.push({ line, message });
    }
    if (type !== undefined && !FORMS[type].test(type === 'time' ? value : value.trim())) {
      const [because, typeName] = REASONS[type](value);
      const message = `cvc-attribute.3: The value '${value}' of attribute '${attribute}' on element '${name}' is not valid with respect to its type, '${typeName}'.`;
      found.push({ line, message: because }, { line, message });
    }
  }
  for (const key of Object.keys(types)) {
    const required = key.slice(0, -1);
    if (!key.endsWith('!') || attributes.has(required)) continue;
    found.push({ line, message: `cvc-complex-type.4: Attribute '${required}' must appear on element '${name}'.` });
  }
}

function typeOf(types: Readonly<Record<string, AttributeType>>, name: string): AttributeType | undefined {
  const key = [name, `${name}!`].find((each) => Object.hasOwn(types, each));
  return key === undefined ? undefined : types[key];
}

/** Those of http://www.w3.org/2001/XMLSchema-instance, which any element may have. */
const INSTANCE: ReadonlySet<string> = new Set(['noNamespaceSchemaLocation', 'schemaLocation', 'nil']);

const FORMS: Readonly<Record<AttributeType, RegExp>> = {
  string: /^/,
  integer: /^[-+]?\d+$/,
  decimal: /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)$/,
  // Digits in groups with a comma before each, the last of three or more, and up to three after the point.
  time: /^(?:[\d,]*,\d{3}\d*|\d*)(?:\.\d{0,3})?$/,
};

const REASONS: Readonly<Record<AttributeType, (value: string) => readonly [string, string]>> = {
  string: () => ['', 'string'],
  integer: (value) => [`cvc-datatype-valid.1.2.1: '${value}' is not a valid value for 'integer'.`, 'integer'],
  decimal: (value) => [`cvc-datatype-valid.1.2.1: '${value}' is not a valid value for 'decimal'.`, 'decimal'],
  time: (value) => [
    `cvc-pattern-valid: Value '${value}' is not facet-valid with respect to pattern '${TIME_PATTERN}' for type 'SUREFIRE_TIME'.`,
    'SUREFIRE_TIME',
  ],
};

const TIME_PATTERN = String.raw`(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]{0,3})?`;

/** Where content is wrong: the index of an element, or their number when something is missing; and what may be there. */
interface ContentProblem {
  readonly index: number;
  readonly expected: readonly string[];
}

function problemIn(names: readonly string[], content: Exclude<Content, string>): ContentProblem | null {
  return 'all' in content ? problemInAll(names, content.all) : problemInOrder(names, content);
}

function problemInAll(names: readonly string[], all: readonly string[]): ContentProblem | null {
  const allowed = new Set(all.map((each) => each.replace('?', '')));
  const wrong = names.findIndex((name, index) => !allowed.has(name) || names.indexOf(name) < index);
  const isMissing = all.some((each) => !each.endsWith('?') && !names.includes(each));
  if (wrong < 0 && !isMissing) return null;
  const index = wrong < 0 ? names.length : wrong;
  const before = names.slice(0, index);
  return { index, expected: [...allowed].filter((name) => !before.includes(name)) };
}

function problemInOrder(names: readonly string[], parts: readonly string[]): ContentProblem | null {
  let at = 0;
  let expected: string[] = [];
  for (const part of parts) {
    const [, alternatives = '', sign = ''] = /^(.*?)([?*+]?)$/.exec(part) ?? [];
    const allowed = alternatives.split('|');
    const isRepeated = sign === '*' || sign === '+';
    const begin = at;
    while (at < names.length && (isRepeated || at === begin) && allowed.includes(names[at] ?? '')) at++;
    const isMatched = at > begin;
    if (isMatched) expected = isRepeated ? allowed : [];
    else expected.push(...allowed);
    if (!isMatched && (sign === '' || sign === '+')) return { index: at, expected };
  }
  return at < names.length ? { index: at, expected } : null;
}

function unexpected(name: string, { expected }: ContentProblem): string {
  const start = `Invalid content was found starting with element '${name}'.`;
  if (expected.length === 0) return `cvc-complex-type.2.4.d: ${start} No child element is expected at this point.`;
  return `cvc-complex-type.2.4.a: ${start} One of '{${expected.join(', ')}}' is expected.`;
}

function incomplete(name: string, { expected }: ContentProblem): string {
  return `cvc-complex-type.2.4.b: The content of element '${name}' is not complete. One of '{${expected.join(', ')}}' is expected.`;
}

function textMessage(name: string, content: Content): string {
  if (Array.isArray(content) && content.length === 0) {
    return `cvc-complex-type.2.1: Element '${name}' must have no character or element information item [children], because the type's content type is empty.`;
  }
  return `cvc-complex-type.2.3: Element '${name}' cannot have character [children], because the type's content type is element-only.`;
}

function simpleTypeMessage(name: string): string {
  return `cvc-type.3.1.2: Element '${name}' is a simple type, so it must have no element information item [children].`;
}

function simpleAttributeMessage(name: string, attribute: string): string {
  return `cvc-type.3.1.1: Element '${name}' is a simple type, so it cannot have attributes, excepting those whose namespace name is identical to 'http://www.w3.org/2001/XMLSchema-instance' and whose [local name] is one of 'type', 'nil', 'schemaLocation' or 'noNamespaceSchemaLocation'. However, the attribute, '${attribute}' was found.`;
}
