/** Logging in to one server, or to the proxy: what is sent at once, and what after the server has asked. */
import { challenges } from './challenge.js';
import type { Challenge } from './challenge.js';
import { canAnswer, digestAuthorization } from './digest.js';
import type { Login } from './digest.js';
import type { NameValue } from './entity.js';

/** What an answer to a challenge is about. */
export interface Authorized {
  readonly method: string;
  /** As in the request line. */
  readonly uri: string;
  readonly body: () => AsyncIterable<Buffer>;
}

export class LoginExchange {
  #scheme: 'none' | 'basic' | 'digest';
  #digest: Challenge | null = null;
  #count = 0;

  /** @param preemptive whether Basic is tried without being asked for */
  constructor(
    private readonly login: Login,
    private readonly challengeHeader: 'www-authenticate' | 'proxy-authenticate',
    preemptive: boolean,
  ) {
    this.#scheme = preemptive ? 'basic' : 'none';
  }

  /** Value of the header to send; null for none. */
  async authorization({ method, uri, body }: Authorized): Promise<string | null> {
    if (this.#scheme === 'basic') {
      const { username, password } = this.login;
      return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    }
    if (this.#scheme === 'none' || this.#digest === null) return null;
    return digestAuthorization(this.#digest, this.login, method, uri, ++this.#count, body);
  }

  /** Takes a refusal. @returns whether it is worth while to ask again */
  refused(headers: readonly NameValue[]): boolean {
    const asked = challenges(headers, this.challengeHeader);
    const [digest, basic] = [asked.get('digest'), asked.get('basic')];
    // What was sent already is refused, unless only its nonce is out of date.
    if (this.#scheme === 'basic' && basic) return this.#give();
    const stale = digest?.parameters.get('stale')?.toLowerCase() === 'true';
    if (this.#scheme === 'digest' && digest && !stale) return this.#give();
    if (digest && canAnswer(digest)) {
      [this.#scheme, this.#digest, this.#count] = ['digest', digest, 0];
      return true;
    }
    if (basic && this.#scheme !== 'basic') {
      this.#scheme = 'basic';
      return true;
    }
    return this.#give();
  }

  #give(): false {
    this.#scheme = 'none';
    return false;
  }
}
