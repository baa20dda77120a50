/**
 * Classes whose writeObject method never calls defaultWriteObject. Their descriptor declares fields, yet no field values
 * follow it: only custom data. The stream itself does not tell, so the reader and the writer must know them by name.
 */
const NO_DEFAULT_DATA: ReadonlyMap<string, string> = new Map([
  ['hudson.remoting.RemoteInputStream', 'writes a boolean and an oid, or a boolean and a Pipe'],
  ['hudson.remoting.Pipe', 'writes a boolean and an oid'],
  ['hudson.util.StreamTaskListener', 'writes a RemoteOutputStream and the name of its charset'],
  ['edu.hm.hafner.analysis.Report', 'writes its issues, messages and counters as primitives and objects'],
]);

/** Whether instances of this class carry no values for the fields that its descriptor declares. */
export function writesNoDefaultData(className: string): boolean {
  return NO_DEFAULT_DATA.has(className);
}
