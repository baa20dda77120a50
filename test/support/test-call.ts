import type { ChannelCall } from './channel-call.js';
import type { FakeCall } from './fake-call.js';

/** Either kind of call that tests run callables with. */
export type TestCall = ChannelCall | FakeCall;
