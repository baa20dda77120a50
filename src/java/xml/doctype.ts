/**
 * General entities that a document declares for itself: those that are plain text, which is what reports have when they have
 * any. Such a text is never looked at again, so entities cannot build on each other. External ones are empty and nothing is
 * fetched; all others stay unknown, and a document that refers to them is refused.
 * @param doctype what stands between `<!DOCTYPE` and its `>`
 */
export function declaredEntities(doctype: string): Record<string, string> {
  const entities: Record<string, string> = {};
  for (const [, name, external, , value] of doctype.matchAll(DECLARATION)) {
    if (name === undefined || Object.hasOwn(entities, name)) continue;
    if (external !== undefined) entities[name] = '';
    else if (value !== undefined && value.length <= MAX_LENGTH && !/[&%<]/.test(value)) entities[name] = value;
  }
  return entities;
}

const DECLARATION = /<!ENTITY\s+([\w:.-]+)\s+(?:(SYSTEM|PUBLIC)\s|(["'])(.*?)\3)/gs;

/** Text that is repeated by a short reference must be short itself. */
const MAX_LENGTH = 1000;
