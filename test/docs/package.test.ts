import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';

const run = promisify(execFile);

interface Manifest {
  readonly bin: Record<string, string>;
  readonly scripts: Record<string, string>;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

/** What a packed file holds, as paths in the project; dist/ is another test's. */
let packed: string[];
beforeAll(async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts']);
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  packed = files.map(({ path }) => path);
}, 120_000);

describe('the package', () => {
  it('has in it what its documents lead to', () => {
    const pages = packed.filter((path) => path.endsWith('.md') && !path.startsWith('dist/'));
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/install.md']));
    const links = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target))
        .map((target) => ({ page, target: posix.join(posix.dirname(page), target) })),
    );
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter(({ target }) => !packed.includes(target))).toEqual([]);
  });

  it('has headings where its documents lead to one', () => {
    for (const page of packed.filter((path) => path.endsWith('.md') && !path.startsWith('dist/'))) {
      for (const [, file = '', anchor] of readFileSync(page, 'utf8').matchAll(/\]\(([^)#\s:]*)#([^)]*)\)/g)) {
        const target = file === '' ? page : posix.join(posix.dirname(page), file);
        expect(headings(target), `${page} leads to ${target}#${anchor}`).toContain(anchor);
      }
    }
  });

  it('has its executables, and nothing that only its makers need', () => {
    expect(packed).toEqual(expect.arrayContaining(Object.values(manifest.bin)));
    expect(packed.filter((path) => /^(?:src|test|tools|bench|build|\.ci)\//.test(path))).toEqual([]);
  });

  it('needs nothing when it is installed', () => {
    expect(manifest.dependencies).toBeUndefined();
  });

  it('builds itself where it can be built, and where it is unpacked does nothing', async () => {
    const atInstall = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare'];
    expect(Object.keys(manifest.scripts).filter((name) => atInstall.includes(name))).toEqual(['prepare']);
    const folder = await mkdtemp(join(tmpdir(), 'unpacked-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await cp('package.json', join(folder, 'package.json'));
    await cp('tools/node/run.mjs', join(folder, 'tools/node/run.mjs'));
    // The Nodes that WITH_NODE can name by their line are not in this folder.
    const env = { ...process.env, WITH_NODE: process.execPath };
    const prepare = () => run('npm', ['run', 'prepare'], { cwd: folder, env });
    await prepare();
    expect(await readdir(folder)).not.toContain('built');
    await writeFile(join(folder, 'build.mjs'), "import { writeFileSync } from 'node:fs'; writeFileSync('built', '');");
    await prepare();
    expect(await readdir(folder)).toContain('built');
  }, 120_000);

  it('is made of exact versions', () => {
    const inexact = Object.entries(manifest.devDependencies).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version),
    );
    expect(inexact).toEqual([]);
  });
});

/** As they are named in an address: in lower case, with hyphens. */
function headings(page: string): string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/\s/g, '-'),
  );
}
