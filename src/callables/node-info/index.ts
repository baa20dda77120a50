/** What plugins want to know of a node: labels of its platform, versions, support bundles, environments. */
import type { AnyCallable } from '../callable.js';
import { envInjectCallables } from './env-inject.js';
import { openTelemetryCallables } from './open-telemetry.js';
import { platformLabelerCallables } from './platform-labeler.js';
import { supportCoreCallables } from './support-core.js';
import { supportFileCallables } from './support-files.js';
import { tokenMacroCallables } from './token-macro.js';
import { versionColumnCallables } from './version-column.js';

export const nodeInfoCallables: readonly AnyCallable[] = [
  ...platformLabelerCallables,
  ...versionColumnCallables,
  ...openTelemetryCallables,
  ...supportCoreCallables,
  ...supportFileCallables,
  ...envInjectCallables,
  ...tokenMacroCallables,
];
