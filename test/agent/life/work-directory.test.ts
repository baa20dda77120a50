import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareWorkDirectory } from '../../../src/agent/life/work-directory.js';
import type { WorkDirectory } from '../../../src/agent/life/work-directory.js';
import { JavaError } from '../../../src/java/java-error.js';
import { temporaryFolder } from '../temporary.js';

function prepare(path: string, internalDir = 'remoting', failIfMissing = false): WorkDirectory {
  return prepareWorkDirectory({ path, internalDir, failIfMissing }, () => undefined);
}

const ioException = (message: string): JavaError => new JavaError('java.io.IOException', message);
const isRoot = process.getuid?.() === 0;

describe('prepareWorkDirectory', () => {
  it('makes everything, with parents, readable for all', () => {
    const path = join(temporaryFolder(), 'a', 'b');
    const umask = process.umask(0o022);
    try {
      expect(prepare(path)).toEqual({ path, internal: `${path}/remoting`, logs: `${path}/remoting/logs` });
    } finally {
      process.umask(umask);
    }
    expect(readdirSync(join(path, 'remoting')).sort()).toEqual(['jarCache', 'logs']);
    for (const made of [path, `${path}/remoting`, `${path}/remoting/logs`]) {
      expect((statSync(made).mode & 0o777).toString(8)).toBe('755');
    }
  });

  it('takes what is there, again and again', () => {
    const path = temporaryFolder();
    expect(prepare(path, 'x.y-Z_1')).toEqual(prepare(path, 'x.y-Z_1', true));
  });

  it('keeps the path as it was given, but for superfluous separators', () => {
    const folder = temporaryFolder();
    const seen: string[] = [];
    prepareWorkDirectory({ path: `${folder}//w/`, internalDir: 'remoting', failIfMissing: false }, (internal) =>
      seen.push(internal),
    );
    expect(seen).toEqual([`${folder}/w/remoting`]);
  });

  it('says that its folder is there before it looks at what is in it', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'remoting'));
    writeFileSync(join(folder, 'remoting', 'logs'), '');
    const seen: string[] = [];
    const options = { path: folder, internalDir: 'remoting', failIfMissing: false };
    expect(() => prepareWorkDirectory(options, (internal) => seen.push(internal))).toThrow(
      ioException(`The specified Log directory path points to a non-directory file: ${folder}/remoting/logs`),
    );
    expect(seen).toEqual([`${folder}/remoting`]);
  });

  it('checks the name of its folder before anything else', () => {
    const path = join(temporaryFolder(), 'new');
    expect(() => prepare(path, 'x/y')).toThrow(
      ioException(
        "Name of remoting internal directory ('x/y') is not compliant with the required format: [a-zA-Z0-9._-]*",
      ),
    );
    expect(existsSync(path)).toBe(false);
  });

  it('refuses files where directories belong', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'f'), '');
    expect(() => prepare(`${folder}/f`)).toThrow(
      ioException(`The specified working directory path points to a non-directory file: ${folder}/f`),
    );
    expect(() => prepare(folder, 'f')).toThrow(
      ioException(`The specified remoting internal directory path points to a non-directory file: ${folder}/f`),
    );
    mkdirSync(join(folder, 'remoting'));
    writeFileSync(join(folder, 'remoting', 'jarCache'), '');
    expect(() => prepare(folder)).toThrow(
      ioException(`The specified JAR Cache directory path points to a non-directory file: ${folder}/remoting/jarCache`),
    );
  });

  it('makes nothing when it is to be there', () => {
    const folder = temporaryFolder();
    expect(() => prepare(`${folder}/w`, 'remoting', true)).toThrow(
      ioException(`The working directory is missing, but it is expected to exist: ${folder}/w`),
    );
    expect(() => prepare(folder, 'remoting', true)).toThrow(
      ioException(`The remoting internal directory is missing, but it is expected to exist: ${folder}/remoting`),
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('makes the folders in its own folder in any case', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'remoting'));
    prepare(folder, 'remoting', true);
    expect(readdirSync(join(folder, 'remoting')).sort()).toEqual(['jarCache', 'logs']);
  });

  // Nothing is closed to root: there the same call has to succeed.
  it.each([0o555, 0o300, 0o600])('wants to read, write and enter: mode %o', (mode) => {
    const folder = temporaryFolder();
    const path = join(folder, 'w');
    mkdirSync(path);
    chmodSync(path, mode);
    const attempt = (): WorkDirectory => prepare(path);
    if (isRoot) expect(attempt().path).toBe(path);
    else {
      expect(attempt).toThrow(
        ioException(
          `The specified working directory should be fully accessible to the remoting executable (RWX): ${path}`,
        ),
      );
    }
    chmodSync(path, 0o755);
  });

  it('comes to an end below /proc, where no directory can be made and no parent is missing', () => {
    expect(() => prepare('/proc/x')).toThrow('/proc/x/remoting');
  });

  it('tells why a directory cannot be made', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'f'), '');
    expect(() => prepare(`${folder}/f/w`)).toThrow(JavaError);
  });
});
