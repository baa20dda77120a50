/** What this agent calls itself, to controllers and to whoever it downloads from: some firewalls refuse those that say nothing. */
import manifest from '../../package.json' with { type: 'json' };

/** The newest remoting whose behaviour this agent is modelled on. No controller asks for a later one yet. */
export const BUILT_IN_VERSION = '3386.v353e57a_1b_ea_0';

export const USER_AGENT = `jenkins-inbound-agent/${manifest.version} (remoting ${BUILT_IN_VERSION})`;
