/**
 * The commands of a channel and what they carry. Wire layout of each: its class descriptor, then the fields of Command,
 * Request and the class itself, in this order:
 *
 *     hudson.remoting.Command    Exception createdAt                     who made it; always null from us, as it is costly and optional
 *     hudson.remoting.Request    int id, int lastIoId, Response response id of the sender; last I/O id to finish before it runs; null
 */
import { declareClass } from '../../serial/declare.js';

export const COMMAND = declareClass({
  name: 'hudson.remoting.Command',
  suid: 1n,
  fields: { createdAt: 'Ljava/lang/Exception;' },
});

export const REQUEST = declareClass({
  name: 'hudson.remoting.Request',
  suid: 1n,
  fields: { id: 'I', lastIoId: 'I', response: 'Lhudson/remoting/Response;' },
  superclass: COMMAND,
});

/** A callable as a nested stream; classLoaderProxy serves the callable's classes to a Java peer. */
export const USER_REQUEST = declareClass({
  name: 'hudson.remoting.UserRequest',
  suid: 1n,
  fields: {
    classLoaderProxy: 'Lhudson/remoting/RemoteClassLoader$IClassLoader;',
    request: '[B',
    toString: 'Ljava/lang/String;',
  },
  superclass: REQUEST,
});

/** The answer to a request. `exception` is for bare RPC requests; user requests answer in `returnValue` either way. */
export const RESPONSE = declareClass({
  name: 'hudson.remoting.Response',
  suid: 1n,
  fields: { id: 'I', lastIoId: 'I', exception: 'Ljava/lang/Throwable;', returnValue: 'Ljava/io/Serializable;' },
  superclass: COMMAND,
});

export const NORMAL_RESPONSE = declareClass({
  name: 'hudson.remoting.UserRequest$NormalResponse',
  suid: 1n,
  fields: { response: '[B' },
});

/** proxyResponse is a ProxyException, which every peer can read; rawResponse the exception itself, or null. */
export const EXCEPTION_RESPONSE = declareClass({
  name: 'hudson.remoting.UserRequest$ExceptionResponse',
  suid: 1n,
  fields: { proxyResponse: '[B', rawResponse: '[B' },
});

/** A method call on an exported object, types as Class.getName gives them, primitives boxed. */
export const RPC_REQUEST = declareClass({
  name: 'hudson.remoting.RemoteInvocationHandler$RPCRequest',
  suid: 1n,
  fields: {
    oid: 'I',
    arguments: '[Ljava/lang/Object;',
    declaringClassName: 'Ljava/lang/String;',
    methodName: 'Ljava/lang/String;',
    types: '[Ljava/lang/String;',
  },
  superclass: REQUEST,
});

/** The same on an object of user space; it usually travels inside a UserRequest. */
export const USER_RPC_REQUEST = declareClass({
  name: 'hudson.remoting.RemoteInvocationHandler$UserRPCRequest',
  suid: 0x808555b00c06798cn - (1n << 64n),
  superclass: RPC_REQUEST,
});

export const CANCEL = declareClass({
  name: 'hudson.remoting.Request$Cancel',
  suid: 0xe844e2f4707a2cc8n - (1n << 64n),
  fields: { id: 'I' },
  superclass: COMMAND,
});

export const CLOSE_COMMAND = declareClass({
  name: 'hudson.remoting.Channel$CloseCommand',
  suid: 0x0d804888bb5bd983n,
  superclass: COMMAND,
});

/** Gives one reference to an exported object back to its owner. */
export const UNEXPORT_COMMAND = declareClass({
  name: 'hudson.remoting.UnexportCommand',
  suid: 1n,
  fields: { oid: 'I' },
  superclass: COMMAND,
});
