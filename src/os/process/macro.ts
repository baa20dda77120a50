/** `$name`, `${name}` or `$$`; names in braces may hold dots (hudson.Util.VARIABLE). */
const VARIABLE = /\$([A-Za-z0-9_]+|\{[A-Za-z0-9_.]+\}|\$)/g;

/**
 * Expands variables as hudson.Util.replaceMacro: `$$` is a dollar sign, an unknown name stays as it is, and what a
 * variable expands to is not expanded again.
 */
export function replaceMacro(text: string, resolve: (name: string) => string | undefined): string {
  return text.replace(VARIABLE, (reference: string, key: string) => {
    if (key === '$') return '$';
    return resolve(key.startsWith('{') ? key.slice(1, -1) : key) ?? reference;
  });
}
