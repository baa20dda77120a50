/** How a channel ends: who says goodbye, who waits for whom, and for how long. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Channel } from '../../src/remoting/channel.js';
import * as commands from '../../src/remoting/wire/command-classes.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

const goodbye = commands.CLOSE_COMMAND.create({ createdAt: null });

describe('closing', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('says goodbye, sends nothing more, and ends when the peer has answered', async () => {
    const peer = new ScriptedPeer(() => 'done');
    const closed = peer.channel.close();
    peer.call(0);
    expect(await peer.sent()).toEqual(['Channel$CloseCommand']);
    expect(peer.channel.closed.aborted).toBe(false);
    peer.send(goodbye);
    await closed;
    expect(await peer.channel.ended).toEqual({ orderly: true });
    expect(peer.transport.ends).toEqual(['close']);
    expect(await peer.sent()).toEqual([]);
  });

  it('answers the goodbye of the peer, and ends', async () => {
    const peer = new ScriptedPeer();
    expect(peer.channel.endsOrderly).toBe(false);
    peer.send(goodbye);
    expect(await peer.sent()).toEqual(['Channel$CloseCommand']);
    expect(await peer.channel.ended).toEqual({ orderly: true });
    expect([peer.channel.endsOrderly, peer.transport.ends]).toEqual([true, ['close']]);
  });

  it('waits five seconds for the answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const peer = new ScriptedPeer();
    const closed = peer.channel.close();
    vi.advanceTimersByTime(4999);
    expect(peer.channel.closed.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    await closed;
    const { orderly, error } = await peer.channel.ended;
    expect([orderly, error?.message]).toEqual([false, 'peer: no answer to CloseCommand']);
    expect(peer.transport.ends).toEqual(['destroy: peer: no answer to CloseCommand']);
  });

  it('leaves no timer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const peer = new ScriptedPeer();
    const closed = peer.channel.close();
    peer.send(goodbye);
    await closed;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('again, or after the end, resolves as well', async () => {
    const peer = new ScriptedPeer();
    const closed = [peer.channel.close(), peer.channel.close()];
    expect(await peer.sent()).toEqual(['Channel$CloseCommand']);
    peer.send(goodbye);
    await Promise.all(closed);
    await peer.channel.close();
    expect(await peer.sent()).toEqual([]);
  });
});

describe('the end of the connection', () => {
  it('without a goodbye is no orderly one', async () => {
    const peer = new ScriptedPeer();
    const error = new Error('connection reset');
    peer.break(error);
    peer.break(new Error('again'));
    expect(await peer.channel.ended).toEqual({ orderly: false, error });
    expect(peer.transport.ends).toEqual(['destroy: connection reset']);
    expect(String(peer.channel.closed.reason)).toBe(
      'hudson.remoting.ChannelClosedException: peer: channel is already closed',
    );
    expect((peer.channel.closed.reason as Error).cause).toBe(error);
  });

  it('that only ended, without an error, is none either', async () => {
    const peer = new ScriptedPeer();
    peer.transport.listener.end();
    expect(await peer.channel.ended).toEqual({ orderly: false });
  });

  it('ends what comes behind it unread', async () => {
    let runs = 0;
    const peer = new ScriptedPeer(() => ++runs);
    peer.break();
    peer.call(0);
    expect(await peer.sent()).toEqual([]);
    expect(runs).toBe(0);
  });

  it('is told to what the channel has exported; one that fails to end is logged', () => {
    const peer = new ScriptedPeer();
    const fails = () => {
      throw new Error('cannot end');
    };
    peer.channel.exports.add({}, () => ({ describe: () => '', removed: fails }));
    peer.break();
    expect(peer.logger.records.map(({ level, message, error }) => [level, message, String(error)])).toEqual([
      ['WARNING', 'peer: cannot end an exported object', 'Error: cannot end'],
    ]);
    expect(peer.channel.exports.size).toBe(0);
  });
});

describe('a channel', () => {
  it('starts its transport when it is made', () => {
    const peer = new ScriptedPeer();
    expect(peer.transport.listener).toBeDefined();
    expect(peer.channel).toBeInstanceOf(Channel);
    expect(peer.channel.name).toBe('peer');
  });

  it('logs a command that is none, and lives on', async () => {
    const peer = new ScriptedPeer(() => 'done');
    peer.transport.listener.command(Buffer.from('aced000570', 'hex'));
    peer.call(0);
    expect(await peer.sent()).toEqual(['Response id=0 lastIoId=0 -> done']);
    expect(peer.logger.records.map(({ message, error }) => `${message}: ${String(error)}`)).toEqual([
      'Failed to construct Command in channel peer: Error: not a command',
    ]);
  });
});
