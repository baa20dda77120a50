/** Cookies of one server, for as long as it is spoken to: what a session and a load balancer in front need, and no more. */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  /** @param setCookies values of Set-Cookie */
  take(setCookies: readonly string[]): void {
    for (const text of setCookies) {
      const [pair = '', ...attributes] = text.split(';');
      const at = pair.indexOf('=');
      if (at <= 0) continue;
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      if (attributes.some((attribute) => /^\s*max-age\s*=\s*(0|-\d+)\s*$/i.test(attribute))) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }

  /** The request header; none when there is no cookie. */
  header(): Readonly<Record<string, string>> {
    if (this.#cookies.size === 0) return {};
    return { Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }
}
