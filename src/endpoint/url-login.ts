/** A login in a URL (`https://user:password@host/`): taken out of it at once, so that no line that names the URL shows it. */

export interface UrlAndLogin {
  readonly url: string;
  /** `user:password`. */
  readonly login: string | undefined;
}

/** @param text a URL, or what is none: that has no login */
export function withoutLogin(text: string): UrlAndLogin {
  if (!URL.canParse(text)) return { url: text, login: undefined };
  const url = new URL(text);
  if (url.username === '' && url.password === '') return { url: text, login: undefined };
  const login = `${decoded(url.username)}:${decoded(url.password)}`;
  url.username = '';
  url.password = '';
  return { url: url.href, login };
}

/** Request headers that log in so, unless one of them says otherwise already. */
export function withLogin(
  headers: Readonly<Record<string, string>>,
  login: string | undefined,
): Readonly<Record<string, string>> {
  const given = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  return login === undefined || given ? headers : { Authorization: basicAuthorization(login), ...headers };
}

/** @param login `user:password` */
export function basicAuthorization(login: string): string {
  return `Basic ${Buffer.from(login, 'utf8').toString('base64')}`;
}

/** Percent escapes that are none stay as they are. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // What is no escape stands for itself.
    return text;
  }
}
