/** The fields of a Java class that are serialized, from its source. Not a parser of Java: enough of one for members of classes. */

/**
 * @param source a .java file
 * @param nesting the names of the class and of those around it, the outermost first
 * @returns names of the fields that are neither static nor transient, components of a record; null when there is no such class
 */
export function serializedFields(source: string, nesting: readonly string[]): readonly string[] | null {
  let scope = plain(source);
  let header = '';
  for (const name of nesting) {
    const declaration = new RegExp(`\\b(?:class|record|enum)\\s+${name.replaceAll('$', '\\$')}\\b`).exec(scope);
    if (!declaration) return null;
    const open = scope.indexOf('{', declaration.index);
    header = scope.slice(declaration.index, open);
    scope = scope.slice(open + 1, closing(scope, open));
  }
  const components = /^record\s+\w+\s*(?:<[^(]*>)?\s*\(([^)]*)\)/.exec(header)?.[1];
  if (components !== undefined) return components.split(',').flatMap((component) => nameOf(component));
  return statements(scope).flatMap(fieldsOf);
}

/** Comments and texts are blanked out. */
function plain(source: string): string {
  return source.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'/g,
    (text) => (text.startsWith('/') ? ' ' : '""'),
  );
}

/** Where a bracket is closed. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return text.length;
}

/** Members that end with a semicolon, without what is in braces; methods and classes end with their braces. */
function statements(body: string): string[] {
  const found: string[] = [];
  let text = '';
  for (let at = 0; at < body.length; at++) {
    const char = body.charAt(at);
    if (char === ';') {
      found.push(text);
      text = '';
    } else if (char === '{') {
      at = closing(body, at);
      // An initializer in braces is still of its field.
      if (!text.includes('=')) text = '';
    } else {
      text += char;
    }
  }
  return found;
}

function fieldsOf(statement: string): string[] {
  const text = withoutAnnotations(statement);
  const [declaration = ''] = text.split('=');
  if (declaration.includes('(') || /\b(?:static|transient|abstract|return|package|import)\b/.test(declaration))
    return [];
  if (withoutGenerics(declaration).trim().split(/\s+/).length < 2) return [];
  return withoutGenerics(withoutArguments(text))
    .split(',')
    .flatMap((declarator) => nameOf(declarator.split('=')[0] ?? ''));
}

function withoutArguments(text: string): string {
  const inner = text.replace(/\([^()]*\)/g, ' ');
  return inner === text ? text : withoutArguments(inner);
}

function withoutAnnotations(text: string): string {
  return text.replace(/@[\w.]+(?:\s*\((?:[^()]|\([^()]*\))*\))?/g, ' ');
}

function withoutGenerics(text: string): string {
  const inner = text.replace(/<[^<>]*>/g, ' ');
  return inner === text ? text : withoutGenerics(inner);
}

function nameOf(declaration: string): string[] {
  const name = /([\w$]+)(?:\s*\[\s*\])*\s*$/.exec(withoutGenerics(declaration))?.[1];
  return name === undefined ? [] : [name];
}
