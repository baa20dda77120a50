/**
 * An exported object in a payload: a dynamic proxy over the object's interfaces and IReadResolve, with a handler.
 *
 *     TC_OBJECT TC_PROXYCLASSDESC count, names..., java.lang.reflect.Proxy{h}
 *     h = RemoteInvocationHandler{autoUnexportByCaller, goingHome, oid, recordCreatedAt, userProxy, userSpace, origin}
 */
import { declareClass } from '../../serial/declare.js';
import { JavaObject } from '../../serial/model.js';
import type { ClassDesc, JavaValue } from '../../serial/model.js';

const PROXY = declareClass({
  name: 'java.lang.reflect.Proxy',
  suid: 0xe127da20cc1043cbn - (1n << 64n),
  fields: { h: 'Ljava/lang/reflect/InvocationHandler;' },
});

const REMOTE_INVOCATION_HANDLER = declareClass({
  name: 'hudson.remoting.RemoteInvocationHandler',
  suid: 1n,
  fields: {
    autoUnexportByCaller: 'Z',
    goingHome: 'Z',
    oid: 'I',
    recordCreatedAt: 'Z',
    userProxy: 'Z',
    userSpace: 'Z',
    origin: 'Ljava/lang/Throwable;',
  },
  custom: () => [],
});

const READ_RESOLVE = 'hudson.remoting.IReadResolve';

/** What a received proxy says about the object behind it. */
export interface ProxyInfo {
  readonly oid: number;
  readonly interfaces: readonly string[];
  /** The object is ours: the peer sends our own proxy back. */
  readonly goingHome: boolean;
  /** The peer gives the object back itself, at the end of the call that carried it. */
  readonly autoUnexportByCaller: boolean;
}

/** Makes the proxy that stands for an exported object. `userSpace` false is for remoting's own interfaces. */
export function makeProxy(oid: number, interfaces: readonly string[], userSpace: boolean): JavaObject {
  const handler = REMOTE_INVOCATION_HANDLER.create({
    autoUnexportByCaller: false,
    goingHome: false,
    oid,
    recordCreatedAt: false,
    userProxy: userSpace,
    userSpace,
    origin: null,
  });
  const desc: ClassDesc = {
    name: '$Proxy',
    suid: 0n,
    flags: PROXY.desc.flags,
    fields: [],
    superDesc: PROXY.desc,
    interfaces: [...interfaces, READ_RESOLVE],
    annotation: [],
  };
  return new JavaObject(desc, [...PROXY.parts({ h: handler }), { desc, values: {} }]);
}

/** Reads a proxy; undefined when the value is none. */
export function readProxy(value: JavaValue | undefined): ProxyInfo | undefined {
  if (!(value instanceof JavaObject) || value.desc.interfaces === undefined) return undefined;
  const handler = value.get('h');
  if (!(handler instanceof JavaObject) || handler.className !== REMOTE_INVOCATION_HANDLER.desc.name) return undefined;
  const oid = handler.get('oid');
  if (typeof oid !== 'number') return undefined;
  return {
    oid,
    interfaces: value.desc.interfaces.filter((name) => name !== READ_RESOLVE),
    goingHome: handler.get('goingHome') === true,
    autoUnexportByCaller: handler.get('autoUnexportByCaller') === true,
  };
}
