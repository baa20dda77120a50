/** What this agent is made of and runs on. */
import { BUILT_IN_VERSION } from './connect/remoting-version.js';
import { VERSION } from './version.js';

/** Put in by the build; there is none where the sources run as they are. */
declare const BUILT_FROM_COMMIT: string | undefined;

export interface BuildInfo {
  /** Of this agent. */
  readonly version: string;
  /** The version of remoting that it stands for. */
  readonly remoting: string;
  /** Of its sources; `unknown` when it was not built from a clone. */
  readonly commit: string;
  readonly node: string;
  readonly v8: string;
  /** `linux-x64`. */
  readonly platform: string;
}

export function buildInfo(): BuildInfo {
  return {
    version: VERSION,
    remoting: BUILT_IN_VERSION,
    commit: typeof BUILT_FROM_COMMIT === 'undefined' ? 'unknown' : BUILT_FROM_COMMIT,
    node: process.versions.node,
    v8: process.versions.v8,
    platform: `${process.platform}-${process.arch}`,
  };
}

/** One line for each, as `-version -verbose` prints them. */
export function describeBuild({ version, remoting, commit, node, v8, platform }: BuildInfo): string {
  return [
    `jenkins-inbound-agent ${version}`,
    `remoting ${remoting}`,
    `commit ${commit}`,
    `Node ${node}`,
    `V8 ${v8}`,
    `platform ${platform}`,
    '',
  ].join('\n');
}
