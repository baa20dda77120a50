/**
 * What a class of a controller's can be to this agent, and how each kind is declared. The kinds that any callable needs stand
 * here; a part of the agent that reads other classes out of a request adds its own where it reads them:
 *
 *     declare module '../../callables/kinds.js' {
 *       interface Kinds {
 *         listener: ListenerClass;
 *       }
 *     }
 *
 * A declaration names its Java class once; `lookup` finds it by kind and name.
 */
import type { Callable, FileCallable } from './callable-types.js';

/** Kind -> what implements a class of that kind. */
export interface Kinds {
  callable: Callable;
  fileCallable: FileCallable;
}

export type Kind = keyof Kinds;

/** A Java class that this agent implements. */
export type Declaration = { [K in Kind]: Declared<K> }[Kind];

/** A declaration of one kind. */
export type Declared<K extends Kind> = Kinds[K] & {
  readonly kind: K;
  /** The Java class. */
  readonly name: string;
};
