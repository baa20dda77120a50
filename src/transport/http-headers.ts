/** HTTP headers between agent and controller. */

/** Carries a capability, see capability.ts (hudson.remoting.Capability.KEY). */
export const CAPABILITY_HEADER = 'X-Remoting-Capability';
/** What the controller tells connections of one agent process apart by (hudson.remoting.Engine.WEBSOCKET_COOKIE_HEADER). */
export const COOKIE_HEADER = 'Connection-Cookie';
/** The oldest agent that the controller works with (hudson.remoting.Engine.REMOTING_MINIMUM_VERSION_HEADER). */
export const MINIMUM_VERSION_HEADER = 'X-Remoting-Minimum-Version';
