/** Cookies for the time of one execution: they carry a form login over to the request (RFC 6265). */
import type { CookieJar } from 'tough-cookie';
import type { NameValue } from './entity.js';

export class Cookies {
  /** tough-cookie, with its list of public suffixes, is loaded when a server sets the first cookie: few do. */
  #jar: CookieJar | undefined;

  /** Keeps what a response sets; one for a domain that its host is not part of is left out. */
  async keep(url: URL, headers: readonly NameValue[]): Promise<void> {
    for (const [name, value] of headers) {
      if (name.toLowerCase() !== 'set-cookie') continue;
      this.#jar ??= new (await import('tough-cookie')).CookieJar();
      this.#jar.setCookieSync(value, url.href, { ignoreError: true });
    }
  }

  /** Value of the Cookie header for a URL; null when there is nothing to send. */
  for(url: URL): string | null {
    const text = this.#jar?.getCookieStringSync(url.href) ?? '';
    return text === '' ? null : text;
  }
}
