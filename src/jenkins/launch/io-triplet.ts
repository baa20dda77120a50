import { declareClass } from '../../serial/declare.js';

/** hudson.Launcher$IOTriplet: the streams of a process that the controller reads and writes itself; null for others. */
export const IO_TRIPLET = declareClass({
  name: 'hudson.Launcher$IOTriplet',
  suid: 1n,
  fields: { stderr: 'Ljava/io/InputStream;', stdin: 'Ljava/io/OutputStream;', stdout: 'Ljava/io/InputStream;' },
});
