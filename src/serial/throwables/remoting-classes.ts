import { plainSubclasses } from './declaration.js';
import type { ThrowableDeclaration } from './declaration.js';

/** Exception classes of hudson.remoting and org.jenkinsci.remoting. */
export const REMOTING_THROWABLES: readonly ThrowableDeclaration[] = [
  {
    name: 'hudson.remoting.ClassFilter$ClassFilterException',
    suid: 0x7e8546c398a2c392n,
    superclass: 'java.lang.Exception',
    fields: { pattern: 'Ljava/lang/String;' },
  },
  {
    name: 'hudson.remoting.Command$Source',
    suid: 0x0000000000000001n,
    superclass: 'java.lang.Exception',
    fields: { this$0: 'Lhudson/remoting/Command;' },
  },
  {
    name: 'hudson.remoting.DiagnosedStreamCorruptionException',
    suid: 0x658a0c04a6e8a4b4n,
    superclass: 'java.io.StreamCorruptedException',
    fields: { diagnoseFailure: 'Ljava/lang/Exception;', readAhead: '[B', readBack: '[B' },
  },
  {
    name: 'hudson.remoting.MimicException',
    suid: 0x0000000000000001n,
    superclass: 'java.lang.Exception',
    fields: { className: 'Ljava/lang/String;' },
  },
  {
    name: 'org.jenkinsci.remoting.ChannelStateException',
    suid: 0xd74fd1f1ac49fdc4n,
    superclass: 'java.io.IOException',
    fields: { channelName: 'Ljava/lang/String;' },
  },
  {
    name: 'org.jenkinsci.remoting.util.ExecutorServiceUtils$ExecutionRejectedException',
    suid: 0x0000000000000001n,
    superclass: 'java.lang.Exception',
    fields: { fatal: 'Z', executorServiceDisplayName: 'Ljava/lang/String;', runnableDisplayName: 'Ljava/lang/String;' },
  },
  ...plainSubclasses('java.lang.Throwable', {
    'hudson.remoting.FastPipedInputStream$ClosedBy': 0x7fc55867e9f9b4e8n,
  }),
  ...plainSubclasses('java.lang.Exception', {
    'hudson.remoting.Channel$CallSiteStackTrace': 0x1247d9f706734f41n,
    'org.jenkinsci.remoting.nio.FifoBuffer$CloseCause': 0x0000000000000001n,
  }),
  ...plainSubclasses('hudson.remoting.RemotingSystemException', {
    'hudson.remoting.RequestAbortedException': 0x0350d97dd8e9f6e1n,
  }),
  ...plainSubclasses('java.io.IOException', {
    'hudson.remoting.Channel$OrderlyShutdown': 0x0000000000000001n,
    'hudson.remoting.ProxyException': 0x127f08493c3337bdn,
    'org.jenkinsci.remoting.protocol.impl.ConnectionRefusalException': 0xa84dce27b8b8e7e9n,
  }),
  ...plainSubclasses('java.lang.RuntimeException', {
    'hudson.remoting.RemotingSystemException': 0x0000000000000001n,
  }),
  ...plainSubclasses('java.util.concurrent.RejectedExecutionException', {
    'org.jenkinsci.remoting.util.ExecutorServiceUtils$FatalRejectedExecutionException': 0x0000000000000001n,
  }),
  ...plainSubclasses('org.jenkinsci.remoting.ChannelStateException', {
    'hudson.remoting.ChannelClosedException': 0x421263d49b227940n,
  }),
  ...plainSubclasses('org.jenkinsci.remoting.protocol.impl.ConnectionRefusalException', {
    'org.jenkinsci.remoting.protocol.impl.PermanentConnectionRefusalException': 0x057193d1594e6f7cn,
  }),
];
