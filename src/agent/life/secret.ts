import { inspect } from 'node:util';

const MASK = '****';

/** A value that is shown only to those who ask for it: printing, logging or serializing one gives stars. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}

/** Runs of hex digits as long as an agent secret (HMAC-SHA256; half of one for safety), and what stands before @ in a URL. */
const LIKE_A_SECRET = /[0-9a-fA-F]{32,}|(?<=:\/\/)[^/?#\s]+(?=@)/g;

/** Text for a person to read, without what looks like a secret. For messages that quote what the user typed. */
export function maskSecrets(text: string): string {
  return text.replace(LIKE_A_SECRET, MASK);
}

/** Text without these very values. Values of fewer than four characters are left: masking them would garble everything. */
export function maskValues(text: string, values: readonly string[]): string {
  return values.reduce((masked, value) => (value.length < 4 ? masked : masked.replaceAll(value, MASK)), text);
}
