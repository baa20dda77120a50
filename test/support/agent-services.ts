import { controllerClasses } from '../../src/callables/controller-classes.js';
import type { AgentServices } from '../../src/callables/services.js';
import { RecordingLogger } from './channel-pair.js';

/** What callables get of an agent in tests; override what a test looks at. */
export function agentServices(overrides: Partial<AgentServices> = {}): AgentServices {
  const counts = new Map<string, number>();
  const count = (className: string) => {
    counts.set(className, (counts.get(className) ?? 0) + 1);
    return counts.get(className) ?? 0;
  };
  const ownEnvironment = overrides.environment ?? {
    PATH: process.env['PATH'] ?? '/bin:/usr/bin',
    HOME: '/home/jenkins',
  };
  let environment = ownEnvironment;
  return {
    remotingVersion: () => Promise.resolve('3256.3258.v858f3c9a_f69d'),
    protocolName: 'WebSocket',
    logger: new RecordingLogger(),
    recentLogRecords: () => [],
    setLogLevel: () => undefined,
    controllerProperties: new Map(),
    startPinging: () => undefined,
    stopReconnecting: () => undefined,
    counts: { known: count, unknown: count },
    controllerClass: controllerClasses(),
    ownEnvironment,
    replaceEnvironment: (variables) => (environment = variables),
    ...overrides,
    get environment() {
      return environment;
    },
  };
}
