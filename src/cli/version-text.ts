import { buildInfo, describeBuild } from '../agent/build-info.js';

/** What `-version` prints: the version alone, for programs; verbosely all that a report of a defect should hold. */
export function versionText(verbose: boolean): string {
  const info = buildInfo();
  return verbose ? describeBuild(info) : `${info.version}\n`;
}
