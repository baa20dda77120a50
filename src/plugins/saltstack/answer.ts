import { JavaError } from '../../java/java-error.js';

/**
 * The JSON object of an answer, with the name of the server among its members if given: a login tells by it. The text stays
 * as it is where it can, so that no number loses digits.
 * @throws JavaError net.sf.json.JSONException for what is no JSON, java.lang.ClassCastException for what is no object
 */
export function withServer(text: string, added: { readonly server: string | null } | null): string {
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new JavaError('java.lang.ClassCastException', 'The answer is no JSON object');
  }
  const { server = null } = added ?? {};
  if (server === null) return text.trim();
  if ('server' in value) return JSON.stringify({ ...value, server });
  const body = text.trim().slice(0, -1).trimEnd();
  return `${body}${body.endsWith('{') ? '' : ','}"server":${JSON.stringify(server)}}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new JavaError('net.sf.json.JSONException', 'Invalid JSON String');
  }
}
