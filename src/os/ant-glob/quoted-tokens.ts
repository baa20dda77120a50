/**
 * hudson.Util.tokenize(text): cuts at white space, quotes hold a token together, a backslash inside a token or quotes
 * protects a quote or a backslash.
 */
export function quotedTokens(text: string): string[] {
  const tokens: string[] = [];
  let token: string | null = null;
  let quote = '';
  let escaped = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    const isOutside = token === null && quote === '';
    if (escaped) {
      escaped = false;
      token = `${token ?? ''}${ESCAPABLE.includes(char) ? '' : '\\'}${char}`;
    } else if (char === '\\' && !isOutside) {
      escaped = true;
    } else if (quote !== '') {
      // An empty pair of quotes makes no token of its own, but joins what follows it.
      if (char === quote) quote = '';
      else token = (token ?? '') + char;
    } else if (WHITE_SPACE.includes(char)) {
      if (token !== null) tokens.push(token);
      token = null;
    } else if (char === '"' || char === "'") {
      quote = char;
      token ??= '';
    } else {
      token = (token ?? '') + char;
    }
  }
  if (token !== null) tokens.push(token);
  return tokens;
}

const WHITE_SPACE = ' \t\n\r\f';
const ESCAPABLE = '\\"\' ';
