import { describe, expect, it } from 'vitest';
import { realPathOf } from '../../../src/os/files/real-path.js';
import { unlessBusy } from '../../../src/os/files/unless-busy.js';

const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));
const walk = (file: string) => Promise.resolve(`walked ${file}`);

describe('a real path', () => {
  it('is found name by name on a volume of Windows that does not tell', async () => {
    for (const code of ['EISDIR', 'EINVAL', 'UNKNOWN', 'EIO'])
      expect(await realPathOf('R:\\x', 'win32', failing(code), walk)).toBe('walked R:\\x');
  });

  it.each([
    ['win32', 'ENOENT'],
    ['win32', 'EACCES'],
    ['linux', 'EINVAL'],
  ] as const)('is not where %s says %s', async (platform, code) => {
    await expect(realPathOf('/x', platform, failing(code), walk)).rejects.toThrow(code);
  });
});

describe('what a busy file keeps from being done', () => {
  /** Fails so many times. */
  function busy(times: number, code = 'EPERM') {
    let calls = 0;
    const act = () => {
      if (calls++ < times) throw Object.assign(new Error(code), { code });
    };
    return { act, calls: () => calls };
  }

  it('is tried again on Windows, and given up', () => {
    const [short, long] = [busy(3), busy(1000, 'EBUSY')];
    expect(unlessBusy(short.act, 'win32')).toBe(true);
    expect(short.calls()).toBe(4);
    expect(unlessBusy(long.act, 'win32')).toBe(false);
    expect(long.calls()).toBe(50);
  });

  it('is an error elsewhere, and any other error', () => {
    expect(() => unlessBusy(busy(1).act, 'linux')).toThrow('EPERM');
    expect(() => unlessBusy(busy(1, 'EROFS').act, 'win32')).toThrow('EROFS');
  });
});
