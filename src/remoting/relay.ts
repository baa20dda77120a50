/**
 * Somebody else behind this end of a channel, who serves a part of what the peer asks for. A command is one self-contained
 * stream, so it can be handed on as it came, byte for byte, when every number in it belongs to exactly one of the two: the
 * other counts its requests, objects and stream operations from 0 and 1, we count ours from FIRST_OWN_ID. Object 1, the channel
 * itself, stays ours.
 */
import type { JavaObject, JavaValue } from '../serial/model.js';
import type { CallChannel } from './call.js';
import type { ChannelProperties } from './channel-properties.js';
import type { Link } from './link.js';
import type { RunningCall } from './running-call.js';

/** Where our ids begin on a channel with a relay. */
export const FIRST_OWN_ID = 0x40000000;

/** Whether a number is one of ours, on a channel with a relay; counters of ours go on with negative numbers after 2147483647. */
export function isOwnId(id: number): boolean {
  return id >= FIRST_OWN_ID || id < 0;
}

/** The same for an exported object. */
export function isOwnObject(oid: number): boolean {
  return oid === 1 || isOwnId(oid);
}

/** A request as it came. */
export interface ReceivedRequest {
  readonly command: JavaObject;
  /** What is asked for: the callable of a UserRequest, undefined when it could not be read; otherwise the command. */
  readonly subject: JavaValue | undefined;
  readonly call: RunningCall;
}

export interface Relay {
  /**
   * Told of every command before it is executed.
   * @returns whether the other has got it, so that it does not concern us
   */
  received(command: JavaObject, bytes: Buffer): boolean;
  /**
   * Asked when a request has failed here.
   * @returns whether the other has got it: then it answers, and gives back what the peer exported for the request
   * @throws what the request fails with instead
   */
  takesOver(request: ReceivedRequest, error: unknown): Promise<boolean>;
  /** A request has been performed here. */
  performed(request: ReceivedRequest): void;
  /** A command of ours goes to the peer. */
  sent(command: JavaObject): void;
  /** The channel has ended. */
  ended(): void;
}

/** What a relay gets of its channel. */
export interface RelayedChannel extends Link, CallChannel {
  readonly properties: ChannelProperties;
  /** Sends a command of the other's. */
  sendBytes(command: Buffer): void;
}
