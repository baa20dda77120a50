import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RemoteError } from '../../../src/remoting/failure.js';
import { unbox } from '../../../src/serial/jdk.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { askAt } from '../../jenkins/ask.js';
import { failureOf } from '../../jenkins/file-path/request.js';

const ABORT = 'hudson.plugins.textfinder.TextFinderPublisher$AbortException';

async function find(root: string, fileSet: string, regexp: string, call = new ChannelCall()) {
  const output = call.newOutput();
  const fields = { fileSet, regexp, ros: output.value };
  const answer = askAt(root, 'hudson.plugins.textfinder.TextFinderPublisher$FileChecker', fields, call);
  const result = await answer.then(unbox, () => failureOf(answer));
  return { result, log: output.text().replaceAll(root, 'WS') };
}

describe('text-finder', () => {
  it('prints the lines that match, below the name of their file', async () => {
    const root = scratch();
    mkdirSync(join(root, 'd'));
    writeFileSync(join(root, 'a.log'), 'one\r\nERROR é\rtwo ERROR\nthree');
    writeFileSync(join(root, 'd/b.log'), 'fine');
    writeFileSync(join(root, 'd/c.log'), 'an ERROR at the end');
    expect(await find(root, '**/*.log', '^(?!two).*ERROR')).toEqual({
      result: true,
      log: 'WS/a.log:\nERROR é\nWS/d/c.log:\nan ERROR at the end\n',
    });
    expect(await find(root, '**/*.log', 'fatal')).toEqual({ result: false, log: '' });
  });

  it('makes builds unstable when there is nothing to search, or nothing to search for', async () => {
    const root = scratch();
    expect(await find(root, '*.log', 'x')).toEqual({ result: ABORT, log: "[Text Finder] File set '*.log' is empty\n" });
    writeFileSync(join(root, 'a.log'), '');
    expect(await find(root, '*.log', '(x')).toEqual({
      result: ABORT,
      log: "[Text Finder] Unable to compile regular expression '(x'\n",
    });
  });

  it('says so by the exception of the very controller, of however many at once', async () => {
    const of = async (suid: bigint | null) => {
      const call = new ChannelCall({
        controllerClass: () => Promise.resolve(suid === null ? null : classWithUid(suid)),
      });
      const fields = { fileSet: '*', regexp: 'x', ros: call.newOutput().value };
      const failed = askAt(scratch(), 'hudson.plugins.textfinder.TextFinderPublisher$FileChecker', fields, call);
      return failed.then(
        () => null,
        (error: unknown) => (error as RemoteError).object,
      );
    };
    const exceptions = await Promise.all([of(null), of(77n), of(78n), of(null)]);
    expect(exceptions.map((exception) => exception?.desc)).toMatchObject(
      [9072375352878674655n, 77n, 78n, 9072375352878674655n].map((suid) => ({ name: ABORT, suid })),
    );
  });

  it('names an expression that only Java can apply', async () => {
    const root = scratch();
    writeFileSync(join(root, 'a.log'), '');
    expect((await find(root, '*.log', '\\Gx')).result).toMatch(/^java.io.IOException: .* has the escape \\G/);
  });

  it('is not held up by an expression that may match in very many ways', async () => {
    const root = scratch();
    writeFileSync(join(root, 'a.log'), `${'a'.repeat(28)}!\n${'a'.repeat(28)}\n`.repeat(100));
    const { result, log } = await find(root, '*.log', '(a+)+$');
    expect(result).toBe(true);
    expect(log).toBe(`WS/a.log:\n${`${'a'.repeat(28)}\n`.repeat(100)}`);
  });

  it('goes on after a file that cannot be read', async () => {
    const root = scratch();
    writeFileSync(join(root, 'a.log'), 'x');
    writeFileSync(join(root, 'b.log'), 'x');
    chmodSync(join(root, 'a.log'), 0);
    const { result, log } = await find(root, '*.log', 'x');
    expect(result).toBe(true);
    const isRoot = process.getuid?.() === 0;
    expect(log).toBe(
      `${isRoot ? 'WS/a.log:\nx\n' : "[Text Finder] Unable to read from file 'WS/a.log'\n"}WS/b.log:\nx\n`,
    );
  });
});

/** A class file: no more than a constant serialVersionUID. */
function classWithUid(uid: bigint): Buffer {
  const utf = (text: string) => Buffer.concat([Buffer.from([1, 0, text.length]), Buffer.from(text)]);
  const long = Buffer.alloc(9);
  long.writeUInt8(5);
  long.writeBigInt64BE(uid, 1);
  const pool = [utf('A'), Buffer.from([7, 0, 1]), utf('serialVersionUID'), utf('J'), utf('ConstantValue'), long];
  // Eight entries: the long takes two, and there is none with the number zero.
  const head = Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52, 0, 8]);
  const body = [0, 0x30, 0, 2, 0, 2, 0, 0, 0, 1, 0, 0x18, 0, 3, 0, 4, 0, 1, 0, 5, 0, 0, 0, 2, 0, 6, 0, 0, 0, 0];
  return Buffer.concat([head, ...pool, Buffer.from(body)]);
}
