/** hudson.Util.rawEncode: a name as one segment of a URL. */

/** Escapes everything but letters, digits and `!$&'()*+,-.=@_`, in UTF-8 with upper-case hex. */
export function rawEncode(name: string): string {
  return name.replace(/[^A-Za-z0-9!$&'()*+,\-.=@_]/gu, (character) =>
    [...encoded(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}

/** Half of a surrogate pair becomes `?`, as in String.getBytes. */
function encoded(character: string): Buffer {
  return Buffer.from(/^[\ud800-\udfff]$/.test(character) ? '?' : character);
}
