/** A request in the log: at FINER when it begins, at FINE how it ended and how long it took. */
import { JavaError } from '../java/java-error.js';
import { JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';
import { innermostCallable } from './innermost-callable.js';
import type { Logger } from './logger.js';

const SOURCE = 'hudson.remoting.UserRequest perform';

export class RequestTrace {
  readonly #started = performance.now();
  readonly #what: string;

  private constructor(
    private readonly logger: Logger,
    id: number,
    subject: JavaValue | undefined,
    description: string,
  ) {
    this.#what = `Request ${id}, ${nameOf(subject, description)},`;
    if (logger.isLoggable('FINER')) logger.log('FINER', SOURCE, `${this.#what} begins (${description})`);
  }

  /** Undefined where nobody would read it. @param subject the callable or the command. @param description the peer's words */
  static begin(
    logger: Logger,
    id: number,
    subject: JavaValue | undefined,
    description: string,
  ): RequestTrace | undefined {
    return logger.isLoggable('FINE') ? new RequestTrace(logger, id, subject, description) : undefined;
  }

  /** @param relayed somebody else has taken it over. @param error undefined: it was answered with a value */
  ended(relayed: boolean, error: unknown): void {
    const ms = (performance.now() - this.#started).toFixed(1);
    const how = relayed
      ? `was handed over after ${ms} ms`
      : error === undefined
        ? `was answered after ${ms} ms`
        : `failed after ${ms} ms: ${textOf(error)}`;
    this.logger.log('FINE', SOURCE, `${this.#what} ${how}`);
  }
}

function nameOf(subject: JavaValue | undefined, description: string): string {
  if (!(subject instanceof JavaObject)) return description;
  const at = innermostCallable(subject);
  const method = at.get('methodName');
  return typeof method === 'string' ? `${at.className} ${method}` : at.className;
}

function textOf(error: unknown): string {
  return error instanceof JavaError ? error.toString() : String(error);
}
