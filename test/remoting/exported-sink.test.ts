/** Streams of ours that the peer writes to: when it hears of what, and in which order the sink does. */
import { describe, expect, it } from 'vitest';
import { JavaError } from '../../src/java/java-error.js';
import { exportSink, exportWriter } from '../../src/remoting/exports.js';
import { errorToThrowable } from '../../src/remoting/failure.js';
import { ScriptedPeer, oidOf } from '../support/scripted-peer.js';
import { SlowSink, collectingSink, settled } from '../support/sinks.js';

/** A peer, a slow sink, and the id that it is exported with. */
function slow(): { peer: ScriptedPeer; sink: SlowSink; oid: number } {
  const peer = new ScriptedPeer();
  const sink = new SlowSink();
  return { peer, sink, oid: exportSink(peer.channel, sink) };
}

const diskFull = new JavaError('java.io.IOException', 'disk full');

describe('a chunk', () => {
  it('is acknowledged once the sink has taken it', async () => {
    const { peer, sink, oid } = slow();
    peer.chunk(1, oid, 'abc');
    expect(await peer.sent()).toEqual([]);
    sink.proceed();
    expect(await peer.sent()).toEqual([`ProxyOutputStream$Ack oid=${oid} size=3`]);
  });

  it('is acknowledged at once by a sink that takes it at once', () => {
    const peer = new ScriptedPeer();
    const sink = collectingSink();
    const oid = exportSink(peer.channel, sink);
    peer.chunk(1, oid, 'abc');
    expect(peer.transport.sent).toHaveLength(1);
    peer.flush(2, oid);
    peer.chunk(3, oid, '');
    expect(sink.bytes().toString()).toBe('abc');
    expect(peer.transport.sent).toHaveLength(2);
  });

  it('that the sink cannot take is acknowledged behind the news of it, and the next is tried again', async () => {
    const { peer, sink, oid } = slow();
    peer.chunk(1, oid, 'abc');
    peer.chunk(2, oid, 'de');
    sink.fail(diskFull);
    expect(await peer.sent()).toEqual([
      `ProxyOutputStream$NotifyDeadWriter oid=${oid} java.io.IOException: disk full`,
      `ProxyOutputStream$Ack oid=${oid} size=3`,
    ]);
    sink.proceed();
    expect(await peer.sent()).toEqual([`ProxyOutputStream$Ack oid=${oid} size=2`]);
  });

  it('that the sink refuses at once is answered the same way', async () => {
    const peer = new ScriptedPeer();
    const refuse = () => {
      throw diskFull;
    };
    const oid = exportSink(peer.channel, { write: refuse, end: () => undefined });
    peer.chunk(1, oid, 'abc');
    expect(await peer.sent()).toEqual([
      `ProxyOutputStream$NotifyDeadWriter oid=${oid} java.io.IOException: disk full`,
      `ProxyOutputStream$Ack oid=${oid} size=3`,
    ]);
  });

  it('for a stream that is gone is logged, and not acknowledged', async () => {
    const { peer, oid } = slow();
    peer.unexport(1, oid);
    peer.chunk(2, oid, 'late');
    expect(await peer.sent()).toEqual([]);
    expect(peer.logger.records.map(({ error }) => (error as Error).message)).toEqual([
      `Channel peer: Output stream object has been released before sending last chunk for oid=${oid}`,
    ]);
  });

  it('of a writer is text, acknowledged in chars', async () => {
    const peer = new ScriptedPeer();
    const sink = collectingSink();
    const oid = oidOf(exportWriter(peer.channel, sink));
    peer.writerChunk(1, oid, 'grüße');
    expect(await peer.sent()).toEqual([`ProxyWriter$Ack oid=${oid} size=5`]);
    expect(sink.bytes().toString('utf8')).toBe('grüße');
  });

  it('of a writer that fails is answered in the commands of writers', async () => {
    const peer = new ScriptedPeer();
    const sink = new SlowSink();
    const oid = oidOf(exportWriter(peer.channel, sink));
    peer.writerChunk(1, oid, 'ü');
    sink.fail(diskFull);
    expect(await peer.sent()).toEqual([
      `ProxyWriter$NotifyDeadWriter oid=${oid} java.io.IOException: disk full`,
      `ProxyWriter$Ack oid=${oid} size=1`,
    ]);
  });
});

describe('the order of a sink', () => {
  it('is that of the commands: none begins before the one in front of it is done', async () => {
    const { peer, sink, oid } = slow();
    peer.chunk(1, oid, 'a');
    peer.chunk(2, oid, 'b');
    peer.flush(3, oid);
    peer.chunk(4, oid, 'c');
    await settled();
    expect(sink.begun).toEqual(['write a']);
    sink.proceed();
    await settled();
    expect(sink.begun).toEqual(['write a', 'write b']);
    sink.proceed();
    await settled();
    expect(sink.begun).toEqual(['write a', 'write b', 'flush', 'write c']);
    sink.proceed();
    await settled();
    peer.chunk(5, oid, 'd');
    expect(sink.begun.at(-1)).toBe('write d');
  });

  it('has EOF, and what it gives back, behind the writes in front of it', async () => {
    const { peer, sink, oid } = slow();
    peer.chunk(1, oid, 'a');
    peer.eof(2, oid);
    await settled();
    expect(sink.begun).toEqual(['write a']);
    expect(peer.channel.exports.get(oid)).toBeDefined();
    sink.proceed();
    expect(await peer.sent()).toEqual([`ProxyOutputStream$Ack oid=${oid} size=1`]);
    expect(sink.begun).toEqual(['write a', 'end']);
    expect(peer.channel.exports.get(oid)).toBeUndefined();
  });

  it('has Unexport behind the writes in front of it', async () => {
    const { peer, sink, oid } = slow();
    peer.chunk(1, oid, 'a');
    peer.chunk(2, oid, 'b');
    peer.unexport(3, oid);
    await settled();
    expect(peer.channel.exports.get(oid)).toBeDefined();
    sink.proceed();
    await settled();
    expect(peer.channel.exports.get(oid)).toBeDefined();
    sink.proceed();
    await settled();
    expect(sink.begun).toEqual(['write a', 'write b', 'end']);
    expect(peer.channel.exports.get(oid)).toBeUndefined();
  });

  it('is not broken by an operation that fails', async () => {
    const peer = new ScriptedPeer();
    const begun: string[] = [];
    const oid = exportSink(peer.channel, {
      write: async (bytes) => {
        begun.push(`write ${bytes.toString()}`);
        await settled();
        throw diskFull;
      },
      flush: () => {
        begun.push('flush');
        throw new Error('cannot flush');
      },
      end: () => {
        begun.push('end');
        return Promise.reject(new Error('cannot end'));
      },
    });
    peer.chunk(1, oid, 'a');
    peer.flush(2, oid);
    peer.eof(3, oid);
    for (let turn = 0; turn < 5; turn++) await settled();
    expect(begun).toEqual(['write a', 'flush', 'end']);
    expect(await peer.sent()).toEqual([
      `ProxyOutputStream$NotifyDeadWriter oid=${oid} java.io.IOException: disk full`,
      `ProxyOutputStream$Ack oid=${oid} size=1`,
      `ProxyOutputStream$NotifyDeadWriter oid=${oid} java.lang.IllegalStateException: Defect in the agent: Error: cannot flush`,
      `ProxyOutputStream$NotifyDeadWriter oid=${oid} java.lang.IllegalStateException: Defect in the agent: Error: cannot end`,
    ]);
  });
});

describe('the end of a sink', () => {
  it('comes once, with the error of the writer', async () => {
    const { peer, sink, oid } = slow();
    peer.eof(1, oid, errorToThrowable(new JavaError('java.io.IOException', 'gave up')));
    peer.eof(2, oid);
    peer.break();
    await settled();
    expect(sink.begun).toEqual(['end: gave up']);
    expect(peer.logger.records).toEqual([]);
  });

  it('comes without an error when the stream is given back', () => {
    const { peer, sink, oid } = slow();
    peer.unexport(1, oid);
    expect(sink.begun).toEqual(['end']);
  });

  it('comes with the last reference only', () => {
    const { peer, sink, oid } = slow();
    expect(exportSink(peer.channel, sink)).toBe(oid);
    peer.unexport(1, oid);
    expect(sink.begun).toEqual([]);
    peer.unexport(2, oid);
    expect(sink.begun).toEqual(['end']);
  });

  it('comes with the end of the channel, though a write is still going on', async () => {
    const { peer, sink, oid } = slow();
    peer.chunk(1, oid, 'a');
    peer.chunk(2, oid, 'b');
    peer.break();
    expect(sink.begun).toEqual(['write a', 'end: peer: channel is already closed']);
    sink.proceed();
    await settled();
    expect(sink.begun).toHaveLength(2);
  });

  it('that fails when the peer gave it back is told to the peer', async () => {
    const peer = new ScriptedPeer();
    const oid = exportSink(peer.channel, { write: () => undefined, end: () => Promise.reject(diskFull) });
    peer.unexport(1, oid);
    expect(await peer.sent()).toEqual([`ProxyOutputStream$NotifyDeadWriter oid=${oid} java.io.IOException: disk full`]);
  });
});
