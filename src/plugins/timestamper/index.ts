/** The timestamper plugin: `[time] ` before each line of a Pipeline. */
import type { Declaration } from '../../callables/kinds.js';
import { logFilter, logFilterWithoutEffect } from '../../jenkins/listener/log-filter.js';
import { timestamps } from './timestamps.js';

const SIGNED =
  'console notes are signed by the controller; those that an agent writes are dropped when the log is shown';

export const declarations = [
  logFilter('hudson.plugins.timestamper.pipeline.GlobalDecorator', timestamps),
  logFilterWithoutEffect(
    'hudson.plugins.timestamper.pipeline.TimestamperStep$TimestampNotesConsoleLogFilter',
    'kept by the plugin for old builds only; it does nothing',
  ),
  logFilterWithoutEffect('hudson.plugins.timestamper.TimestamperBuildWrapper$ConsoleLogFilterImpl', SIGNED),
] satisfies readonly Declaration[];
