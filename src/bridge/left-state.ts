/**
 * What requests have left behind in the agent that a JVM would have, too: set-up, system properties, log levels. They have been
 * answered here; a child hears them before anything else.
 */
import type { JavaObject } from '../serial/model.js';
import type { JavaChild } from './java-child.js';

export class LeftState {
  /** The latest of each kind, in the order in which the kinds came first. */
  readonly #requests = new Map<string, JavaObject>();

  /** @param callable what was performed @param command the request that brought it */
  keep(callable: JavaObject, command: JavaObject): void {
    const name = callable.get('name');
    this.#requests.set(typeof name === 'string' ? `${callable.className} ${name}` : callable.className, command);
  }

  /** Has the child perform them. What it makes of them is its own business. Rejects when it ends. */
  async replay(child: JavaChild, commands: Iterable<JavaObject> = this.#requests.values()): Promise<void> {
    for (const command of commands) await child.ask(command);
  }
}
