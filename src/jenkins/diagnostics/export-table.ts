import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

/** The page /computer/NAME/dumpExportTable: what this agent has exported to the controller and not been given back. */
const dumpExportTable = callable({
  name: 'hudson.model.Computer$DumpExportTableTask',
  run: (_self, { channel }) => channel.dumpExports(),
});

export const exportTableCallables = [dumpExportTable] satisfies Declaration[];
