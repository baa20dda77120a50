/** Whoever wants to know of each request of the peer's: what it asks for, and what became of it. */
import type { JavaValue } from '../serial/model.js';

export interface ObservedRequest {
  readonly id: number;
  /** The callable, or the command of a bare call; undefined when it cannot be read. */
  readonly subject: JavaValue | undefined;
  /** What the peer calls it. */
  readonly description: string;
}

export interface RequestEnd {
  /** Somebody else has taken it over. */
  readonly relayed: boolean;
  /** Undefined: it was answered with a value. */
  readonly error: unknown;
  /** Bytes and chars that came and went through the streams among its arguments. */
  readonly received: number;
  readonly sent: number;
}

export interface RequestObserver {
  /** Called when a request has arrived; never throws. What it gives is called once, when the request has ended. */
  begin(request: ObservedRequest): (end: RequestEnd) => void;
}
