import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RotatingLog } from '../../../src/agent/log/rotating-log.js';
import { temporaryFolder } from '../temporary.js';

const BIG = { limit: 10 * 1024 * 1024, count: 5 };
/** No process can have it: the largest id that Linux gives is 2^22. */
const NO_PROCESS = 2 ** 22 + 1;

/** Names of files and what is in them. */
function contents(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

describe('RotatingLog', () => {
  it('moves the files of earlier runs on', () => {
    const folder = temporaryFolder();
    const pattern = join(folder, 'remoting.log');
    for (let run = 0; run < 7; run++) {
      const log = new RotatingLog({ pattern, ...BIG });
      log.write(`run ${run}\n`);
      log.close();
    }
    expect(contents(folder)).toEqual({
      'remoting.log.0': 'run 6\n',
      'remoting.log.1': 'run 5\n',
      'remoting.log.2': 'run 4\n',
      'remoting.log.3': 'run 3\n',
      'remoting.log.4': 'run 2\n',
    });
  });

  it('begins a new file when one is full', () => {
    const folder = temporaryFolder();
    const log = new RotatingLog({ pattern: join(folder, 'l'), limit: 10, count: 3 });
    for (const text of ['12345', '67890', 'abcdefghijklmno', 'tail']) log.write(text);
    log.close();
    expect(contents(folder)).toEqual({ 'l.0': 'tail', 'l.1': 'abcdefghijklmno', 'l.2': '1234567890' });
  });

  it('moves what is there', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'l.0'), 'zero');
    writeFileSync(join(folder, 'l.2'), 'two');
    new RotatingLog({ pattern: join(folder, 'l'), limit: 0, count: 3 }).close();
    expect(contents(folder)).toEqual({ 'l.0': '', 'l.1': 'zero', 'l.2': 'two' });
  });

  it('is locked while it is in use', () => {
    const folder = temporaryFolder();
    const log = new RotatingLog({ pattern: join(folder, 'l'), ...BIG });
    expect(readFileSync(join(folder, 'l.0.lck'), 'utf8')).toBe(`${process.pid}\n`);
    log.close();
    expect(existsSync(join(folder, 'l.0.lck'))).toBe(false);
  });

  it('leaves a set alone that a living process uses', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'l.0'), 'of the other');
    writeFileSync(join(folder, 'l.0.lck'), `${process.ppid}\n`);
    const log = new RotatingLog({ pattern: join(folder, 'l'), ...BIG });
    log.write('mine');
    log.close();
    expect(contents(folder)).toEqual({
      'l.0': 'of the other',
      'l.0.lck': `${process.ppid}\n`,
      'l.0.1': 'mine',
    });
  });

  it.each([`${NO_PROCESS}\n`, '', 'rubbish'])('takes over a lock that nobody holds: %j', (holder) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'l.0.lck'), holder);
    const log = new RotatingLog({ pattern: join(folder, 'l'), ...BIG });
    expect(log.file).toBe(join(folder, 'l.0'));
    log.close();
  });

  it('places the generation where the pattern says, and keeps percent signs', () => {
    const folder = temporaryFolder();
    const log = new RotatingLog({ pattern: join(folder, 'a-%g-100%%.log'), ...BIG });
    log.close();
    expect(readdirSync(folder)).toEqual(['a-0-100%.log']);
  });

  it('is one file when there is to be one', () => {
    const folder = temporaryFolder();
    const log = new RotatingLog({ pattern: join(folder, 'l'), limit: 3, count: 1 });
    log.write('1234');
    log.write('5');
    log.close();
    expect(contents(folder)).toEqual({ l: '5' });
  });

  it('fails when its folder is not there, and leaves no lock', () => {
    const folder = temporaryFolder();
    expect(() => new RotatingLog({ pattern: join(folder, 'no', 'l'), ...BIG })).toThrow(/ENOENT/);
    mkdirSync(join(folder, 'l.0'));
    mkdirSync(join(folder, 'l.1'));
    writeFileSync(join(folder, 'l.1', 'file'), '');
    expect(() => new RotatingLog({ pattern: join(folder, 'l'), limit: 0, count: 2 })).toThrow(/ENOTEMPTY/);
    expect(existsSync(join(folder, 'l.0.lck'))).toBe(false);
  });

  it('recovers when it could not rotate for a while', () => {
    const folder = temporaryFolder();
    const log = new RotatingLog({ pattern: join(folder, 'l'), limit: 4, count: 2 });
    mkdirSync(join(folder, 'l.1'));
    writeFileSync(join(folder, 'l.1', 'in the way'), '');
    expect(() => log.write('12345')).toThrow();
    rmSync(join(folder, 'l.1'), { recursive: true });
    log.write('6');
    log.close();
    expect(readFileSync(join(folder, 'l.0'), 'utf8')).toBe('6');
  });
});
