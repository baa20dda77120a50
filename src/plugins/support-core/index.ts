/** What plugins want to know of a node: labels of its platform, versions, support bundles, environments. */
import type { AnyCallable } from '../../callables/callable.js';
import { envInjectCallables } from '../envinject/env-inject.js';
import { openTelemetryCallables } from '../opentelemetry/open-telemetry.js';
import { platformLabelerCallables } from '../platformlabeler/platform-labeler.js';
import { supportCoreCallables } from './content.js';
import { supportFileCallables } from './files.js';
import { tokenMacroCallables } from '../token-macro/token-macro.js';
import { versionColumnCallables } from '../versioncolumn/version-column.js';

export const nodeInfoCallables: readonly AnyCallable[] = [
  ...platformLabelerCallables,
  ...versionColumnCallables,
  ...openTelemetryCallables,
  ...supportCoreCallables,
  ...supportFileCallables,
  ...envInjectCallables,
  ...tokenMacroCallables,
];
