/** The workspace page: hudson.model.DirectoryBrowserSupport. */
import { canRead, fileLength, isDirectory, lastModified } from '../../../os/files/attributes.js';
import { listFiles } from '../../../os/files/directories.js';
import { fileName, isAbsoluteFile } from '../../../java/path.js';
import { isRefusedLink, isTmpDirName } from '../../../os/files/open-options.js';
import { declareClass } from '../../../serial/declare.js';
import { arrayList, boxBoolean, listOf, singletonList } from '../../../serial/jdk.js';
import type { JavaObject } from '../../../serial/model.js';
import { callable } from '../../../callables/callable.js';
import type { Declaration } from '../../../callables/kinds.js';
import { str } from '../../../callables/shape.js';
import { optionNames } from '../open-options-fields.js';
import { compareNames } from './name-order.js';
import { rawEncode } from './raw-encode.js';
import { virtualFile, visibleChildren } from './virtual-file.js';
import type { VirtualFile } from './virtual-file.js';

/**
 * What is in a directory, for a page. Three generations:
 *
 *     until 2.393   {VirtualFile cur, Locale locale, VirtualFile root}          -> List<List<Path>>
 *     since 2.394   {VirtualFile cur, Locale locale, OpenOption[] openOptions}  -> BuildChildPathsResult
 *     since 2.556   the same as records, so that their serialVersionUIDs are 0
 *
 * A directory that holds nothing but one directory is shown as one row of several paths. What is shown never depends on
 * openOptions; only the two questions that the answer ends with do.
 */
const buildChildPaths = callable({
  name: 'hudson.model.DirectoryBrowserSupport$BuildChildPaths',
  fields: { cur: virtualFile, openOptions: optionNames },
  run: async ({ cur, openOptions }, { signal }, object) => {
    const oldest = object.get('root') !== undefined;
    const classes = object.desc.suid === 0n ? RECORDS : CLASSES;
    const hidden = { noFollowLinks: true, ignoreTmpDirs: !oldest };
    const rows: JavaObject[] = [];
    for (const child of await inPageOrder(await visibleChildren(cur, hidden))) {
      signal.throwIfAborted();
      const path = await describe(child, '', classes);
      if (await isDirectory(child))
        rows.push(arrayList([path, ...(await onlyDescendants(child, cur.root, hidden, classes))]));
      else rows.push(oldest ? singletonList(path) : listOf([path]));
    }
    const glob = arrayList(rows);
    if (oldest) return glob;
    return classes.result.create({
      containsSymLink: openOptions.includes('NOFOLLOW_LINKS') && (await containsLink(cur)),
      containsTmpDir: openOptions.includes('IGNORE_TMP_DIRS') && (await containsTmpDir(cur)),
      glob,
    });
  },
});

const isAbsolute = callable({
  name: 'hudson.model.DirectoryBrowserSupport$IsAbsolute',
  fields: { fragment: str },
  run: ({ fragment }) => boxBoolean(isAbsoluteFile(fragment)),
});

type Hidden = Parameters<typeof visibleChildren>[1];
type Classes = ReturnType<typeof declareAnswers>;

/** Directories first, then by name. */
async function inPageOrder(files: readonly string[]): Promise<string[]> {
  const ranked = await Promise.all(files.map(async (file) => ({ file, rank: (await isDirectory(file)) ? 0 : 1 })));
  return ranked
    .sort((a, b) => a.rank - b.rank || compareNames(fileName(a.file), fileName(b.file)))
    .map(({ file }) => file);
}

/** The chain of directories below one that each hold one directory and nothing else worth showing. */
async function onlyDescendants(
  directory: string,
  root: string,
  hidden: Hidden,
  classes: Classes,
): Promise<JavaObject[]> {
  const chain: JavaObject[] = [];
  let href = rawEncode(fileName(directory));
  for (let at = directory; ;) {
    const children = (await visibleChildren({ path: at, root }, hidden)).filter(isMeaningful);
    const [only] = children;
    if (only === undefined || children.length !== 1 || !(await isDirectory(only))) return chain;
    chain.push(await describe(only, `${href}/`, classes));
    href = `${href}/${rawEncode(fileName(only))}`;
    at = only;
  }
}

function isMeaningful(file: string): boolean {
  const name = fileName(file);
  return !name.startsWith('.') && name !== 'CVS';
}

async function describe(file: string, prefix: string, classes: Classes): Promise<JavaObject> {
  const title = fileName(file);
  return classes.path.create({
    isFolder: await isDirectory(file),
    isReadable: await canRead(file),
    lastModified: await lastModified(file),
    size: await fileLength(file),
    href: prefix + rawEncode(title),
    title,
  });
}

async function containsLink({ path, root }: VirtualFile): Promise<boolean> {
  const options = { noFollowLinks: true, ignoreTmpDirs: false, verificationRoot: root };
  for (const child of (await listFiles(path)) ?? []) if (await isRefusedLink(child, options)) return true;
  return false;
}

async function containsTmpDir({ path }: VirtualFile): Promise<boolean> {
  for (const child of (await listFiles(path)) ?? []) {
    if (isTmpDirName(fileName(child)) && (await isDirectory(child))) return true;
  }
  return false;
}

function declareAnswers(suid: bigint) {
  return {
    /** DirectoryBrowserSupport$Path */
    path: declareClass({
      name: 'hudson.model.DirectoryBrowserSupport$Path',
      suid,
      fields: {
        isFolder: 'Z',
        isReadable: 'Z',
        lastModified: 'J',
        size: 'J',
        href: 'Ljava/lang/String;',
        title: 'Ljava/lang/String;',
      },
    }),
    /** DirectoryBrowserSupport$BuildChildPathsResult */
    result: declareClass({
      name: 'hudson.model.DirectoryBrowserSupport$BuildChildPathsResult',
      suid,
      fields: { containsSymLink: 'Z', containsTmpDir: 'Z', glob: 'Ljava/util/List;' },
    }),
  };
}

const CLASSES = declareAnswers(1n);
const RECORDS = declareAnswers(0n);

export const childPathCallables = [buildChildPaths, isAbsolute] satisfies Declaration[];
