/** What core asks a new agent, in its order. Without all of these answers an agent does not get online. */
import type { Channel } from '../../../src/remoting/channel.js';
import { arrayList, hashMap } from '../../../src/serial/jdk.js';
import { JavaObject } from '../../../src/serial/model.js';
import type { JavaValue } from '../../../src/serial/model.js';
import type { ControllerSettings } from '../settings.js';
import { booleanAnswer, nullAnswer, stringAnswer } from './answers.js';
import * as classes from './set-up-classes.js';

/** What an agent says about itself. */
export interface AgentFacts {
  /** Remoting version. */
  readonly version: string;
  readonly protocol: string | null;
  readonly unix: boolean;
  readonly charset: string;
}

/** Size of the agent's ring buffer of log records, as core asks for it. */
const RING_BUFFER_SIZE = 256;

/** Runs the set-up. Rejects with the first call that fails, or answers what core would not take. */
export async function setUpAgent(channel: Channel, settings: ControllerSettings): Promise<AgentFacts> {
  const version = stringAnswer(await channel.call(classes.SLAVE_VERSION.create({})));
  const protocol = await channel.call(classes.COMMUNICATION_PROTOCOL.create({}));
  const unix = booleanAnswer(await channel.call(classes.DETECT_OS.create({})));
  const charset = stringAnswer(await channel.call(classes.DETECT_DEFAULT_CHARSET.create({})));
  nullAnswer(await channel.call(classes.SLAVE_INITIALIZER.create({ ringBufferSize: RING_BUFFER_SIZE })));
  const { pingIntervalSeconds, pingTimeoutSeconds } = settings;
  nullAnswer(await channel.call(classes.SET_UP_REMOTE_PING.create({ pingIntervalSeconds, pingTimeoutSeconds })));
  booleanAnswer(await channel.call(classes.CHANNEL_SWAPPER.create({})));
  const snapshot = hashMap([['hudson.util.StreamTaskListener.AUTO_FLUSH', null]]);
  nullAnswer(await channel.call(classes.COPY_SYSTEM_PROPERTIES.create({ snapshot })));
  const restarters = arrayList([classes.UNIX_SLAVE_RESTARTER.create({}), classes.WINSW_SLAVE_RESTARTER.create({})]);
  listOrNull(await channel.call(classes.FIND_EFFECTIVE_RESTARTERS.create({ restarters })));
  return { version, protocol: protocol === null ? null : stringAnswer(protocol), unix, charset };
}

function listOrNull(value: JavaValue): void {
  if (value !== null && !(value instanceof JavaObject)) throw new TypeError('FindEffectiveRestarters answered no List');
}
