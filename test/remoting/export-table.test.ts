import { describe, expect, it } from 'vitest';
import { ExportTable } from '../../src/remoting/export-table.js';
import type { Export } from '../../src/remoting/export-table.js';
import { exportObject } from '../../src/remoting/exports.js';
import { readProxy } from '../../src/remoting/wire/proxy-class.js';
import { ScriptedPeer } from '../support/scripted-peer.js';

/** Entries that write down how they left. */
function entries(): { left: string[]; make: (name: string) => () => Export } {
  const left: string[] = [];
  const make = (name: string) => () => ({
    describe: () => name,
    removed: (error?: Error) => void left.push(error ? `${name}: ${error.message}` : name),
  });
  return { left, make };
}

describe('the export table', () => {
  it('counts ids from 1, and references to the same object', () => {
    const { left, make } = entries();
    const table = new ExportTable();
    const [one, other] = [{}, {}];
    expect(table.add(one, make('one'))).toBe(1);
    expect(table.add(other, make('other'))).toBe(2);
    expect(table.add(one, () => expect.unreachable())).toBe(1);
    expect(table.dump()).toBe('#1 (ref.2) : one\n#2 (ref.1) : other\n');
    table.release(1);
    expect([left, table.size, table.get(1)?.describe()]).toEqual([[], 2, 'one']);
    table.release(1);
    expect([left, table.size, table.get(1)]).toEqual([['one'], 1, undefined]);
  });

  it('gives an object that comes again a new id', () => {
    const { make } = entries();
    const table = new ExportTable();
    const object = {};
    table.release(table.add(object, make('it')));
    expect(table.add(object, make('it again'))).toBe(2);
    expect(table.dump()).toBe('#2 (ref.1) : it again\n');
    expect(table.iota).toBe(2);
  });

  it('tells an entry its own id', () => {
    const table = new ExportTable();
    const ids: number[] = [];
    const make = (oid: number): Export => (ids.push(oid), { describe: () => '', removed: () => undefined });
    table.add({}, make);
    table.add({}, make);
    expect(ids).toEqual([1, 2]);
  });

  it('takes away as many references as it is told, and ignores what it does not know', () => {
    const { left, make } = entries();
    const table = new ExportTable();
    const object = {};
    for (let i = 0; i < 3; i++) table.add(object, make('it'));
    table.release(1, 2);
    expect(left).toEqual([]);
    table.release(1);
    table.release(1);
    table.release(77);
    expect(left).toEqual(['it']);
  });

  it('tells every entry of the end, whatever the others do, and gives what they threw', () => {
    const { left, make } = entries();
    const table = new ExportTable();
    const fails = () => {
      throw new Error('cannot end');
    };
    table.add({}, make('one'));
    table.add({}, () => ({ describe: () => '', removed: fails }));
    table.add({}, make('other'));
    const failures = table.clear(new Error('gone'));
    expect(left).toEqual(['one: gone', 'other: gone']);
    expect(failures.map(String)).toEqual(['Error: cannot end']);
    expect([table.size, table.get(1), table.dump()]).toEqual([0, undefined, '']);
    table.release(1);
    expect(left).toHaveLength(2);
  });

  it('keeps nothing that comes after the end', () => {
    const { left, make } = entries();
    const table = new ExportTable();
    table.clear(new Error('gone'));
    expect(table.add({}, make('late'))).toBe(1);
    expect([left, table.size]).toEqual([['late: gone'], 0]);
  });
});

describe('exported objects of a channel', () => {
  it('begin with the channel itself, and leave with UnexportCommand', () => {
    const peer = new ScriptedPeer();
    expect(peer.channel.dumpExports()).toBe('#1 (ref.1) : hudson.remoting.IChannel\n');
    const released: string[] = [];
    const object = { interfaces: ['a.B', 'c.D'], invoke: () => null, released: () => released.push('released') };
    const proxies = [exportObject(peer.channel, object), exportObject(peer.channel, object)].map(readProxy);
    expect(proxies.map((proxy) => proxy?.oid)).toEqual([2, 2]);
    expect(peer.channel.dumpExports()).toContain('#2 (ref.2) : a.B, c.D\n');
    peer.giveBack(2);
    expect(released).toEqual([]);
    peer.giveBack(2);
    peer.giveBack(2);
    expect(released).toEqual(['released']);
  });
});
