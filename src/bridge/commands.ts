/** What each kind of command is about, as far as handing it on goes. */
import { intField } from '../remoting/command-fields.js';
import type { JavaObject } from '../serial/model.js';

export type Concern =
  /** Names an object of the receiver's. `ends`: the sender gives a reference back with it. */
  | { readonly about: 'object'; readonly oid: number; readonly ends: boolean }
  /** Bytes for a stream of the receiver's, which acknowledges them. */
  | { readonly about: 'chunk'; readonly oid: number; readonly size: number }
  /** The receiver's writer behind `oid` gets its reader, the sender's new object `reader`. */
  | { readonly about: 'connect'; readonly oid: number; readonly reader: number }
  /** A stream of the sender's took bytes of the receiver's. */
  | { readonly about: 'ack'; readonly oid: number }
  | { readonly about: 'deadWriter'; readonly oid: number }
  /** A request on an object of the receiver's, answered in the outer stream. */
  | { readonly about: 'call'; readonly oid: number; readonly id: number }
  | { readonly about: 'request'; readonly id: number }
  | { readonly about: 'response'; readonly id: number }
  | { readonly about: 'cancel'; readonly id: number }
  | { readonly about: 'collect' }
  | { readonly about: 'close' };

/** @throws JavaError when a field is missing; undefined for a command that nobody knows */
export function concernOf(command: JavaObject): Concern | undefined {
  return CONCERNS[command.className.replace('hudson.remoting.', '')]?.(command);
}

type Reader = (command: JavaObject) => Concern;

const oid = (command: JavaObject): number => intField(command, 'oid');
const id = (command: JavaObject): number => intField(command, 'id');
const object: Reader = (command) => ({ about: 'object', oid: oid(command), ends: false });
const end: Reader = (command) => ({ about: 'object', oid: oid(command), ends: true });
const call: Reader = (command) => ({ about: 'call', oid: oid(command), id: id(command) });
const chunk: Reader = (command) => {
  const buf = command.get('buf');
  const size = typeof buf === 'object' && buf !== null && 'elements' in buf ? buf.elements.length : 0;
  return { about: 'chunk', oid: oid(command), size };
};
const ack: Reader = (command) => ({ about: 'ack', oid: oid(command) });
const deadWriter: Reader = (command) => ({ about: 'deadWriter', oid: oid(command) });

const CONCERNS: Readonly<Record<string, Reader>> = {
  UserRequest: (command) => ({ about: 'request', id: id(command) }),
  RemoteInvocationHandler$RPCRequest: call,
  RemoteInvocationHandler$UserRPCRequest: call,
  ProxyInputStream$Chunk: call,
  Response: (command) => ({ about: 'response', id: id(command) }),
  Request$Cancel: (command) => ({ about: 'cancel', id: id(command) }),
  UnexportCommand: end,
  ProxyOutputStream$Chunk: chunk,
  ProxyOutputStream$Flush: object,
  ProxyOutputStream$EOF: end,
  ProxyOutputStream$Unexport: end,
  ProxyOutputStream$Ack: ack,
  ProxyOutputStream$NotifyDeadWriter: deadWriter,
  ProxyWriter$Chunk: chunk,
  ProxyWriter$Flush: object,
  ProxyWriter$EOF: end,
  ProxyWriter$Unexport: end,
  ProxyWriter$Ack: ack,
  ProxyWriter$NotifyDeadWriter: deadWriter,
  ProxyInputStream$EOF: end,
  Pipe$ConnectCommand: (command) => ({
    about: 'connect',
    oid: intField(command, 'oidRos'),
    reader: intField(command, 'oidPos'),
  }),
  GCCommand: () => ({ about: 'collect' }),
  Channel$CloseCommand: () => ({ about: 'close' }),
};
