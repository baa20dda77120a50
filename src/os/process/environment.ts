/** Environment variables as Jenkins handles them: hudson.EnvVars. */
import { randomUUID } from 'node:crypto';
import { CaseInsensitiveMap } from '../../java/case-insensitive-map.js';
import { javaListingOrder } from './java-environment-order.js';
import { replaceMacro } from './macro.js';
import { overrideOrder } from './override-order.js';

/** Names compare without regard to case on every platform, so that builds behave alike everywhere; case is kept. */
export class EnvVars {
  readonly #variables = new CaseInsensitiveMap<string>();

  /** @param pathSeparator what joins `PATH+NAME` values; the host's by default */
  constructor(
    variables: Iterable<readonly [string, string]> = [],
    private readonly pathSeparator: string = process.platform === 'win32' ? ';' : ':',
  ) {
    for (const [name, value] of variables) this.#variables.set(name, value);
  }

  /** The environment that this process was given, or another like it; what java.lang.System.getenv() makes of it. */
  static inherited(environment: Readonly<Record<string, string | undefined>> = process.env): EnvVars {
    return new EnvVars(javaListingOrder(environment));
  }

  /** From `NAME=value` lines, as Launcher sends overrides. A line without `=` is a name with an empty value. */
  static fromLines(lines: readonly string[]): EnvVars {
    return new EnvVars(lines.map(splitLine));
  }

  get size(): number {
    return this.#variables.size;
  }

  get(name: string): string | undefined {
    return this.#variables.get(name);
  }

  has(name: string): boolean {
    return this.#variables.has(name);
  }

  set(name: string, value: string): this {
    this.#variables.set(name, value);
    return this;
  }

  delete(name: string): boolean {
    return this.#variables.delete(name);
  }

  /** Sets a variable; an empty value removes it, and `PATH+NAME` puts the value in front of PATH's. */
  override(name: string, value: string): void {
    const plus = name.indexOf('+');
    if (value === '') {
      this.delete(name);
    } else if (plus > 0) {
      const realName = name.slice(0, plus);
      const current = this.get(realName);
      this.set(realName, current === undefined ? value : value + this.pathSeparator + current);
    } else {
      this.set(name, value);
    }
  }

  overrideAll(overrides: Iterable<readonly [string, string]>): this {
    for (const [name, value] of overrides) this.override(name, value);
    return this;
  }

  /** Overrides, expanding the values with the variables as they are by then; see `overrideOrder` for the order. */
  overrideExpandingAll(overrides: Iterable<readonly [string, string]>, warn?: (message: string) => void): this {
    const all = new CaseInsensitiveMap<string>();
    for (const [name, value] of overrides) all.set(name, value);
    for (const name of overrideOrder(this, all, warn)) this.override(name, this.expand(all.get(name) ?? ''));
    return this;
  }

  /** Replaces `$NAME` and `${NAME}` by these variables' values. */
  expand(text: string): string {
    return replaceMacro(text, (name) => this.get(name));
  }

  /** Whether all these variables are here with exactly these values; an empty list matches nothing (OSProcess.hasMatchingEnvVars). */
  matches(model: Iterable<readonly [string, string]>): boolean {
    let any = false;
    for (const [name, value] of model) {
      any = true;
      if (this.get(name) !== value) return false;
    }
    return any;
  }

  /** In the order of the names. */
  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.#variables[Symbol.iterator]();
  }

  toObject(): Record<string, string> {
    return Object.fromEntries(this);
  }
}

/** The variable that marks a process and all its descendants, by which they are found when the process is killed. */
export function createCookie(): readonly [name: string, value: string] {
  return ['HUDSON_COOKIE', randomUUID()];
}

function splitLine(line: string): readonly [string, string] {
  const equals = line.indexOf('=');
  return equals < 0 ? [line, ''] : [line.slice(0, equals), line.slice(equals + 1)];
}
