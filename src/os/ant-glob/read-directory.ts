import { readdir } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import { isDirectory } from '../files/attributes.js';

/** What a directory lists: a name, and what it is once a link has been followed. */
export interface Listed {
  readonly name: string;
  readonly directory: boolean;
  readonly link: boolean;
}

/**
 * Lists a directory in the order in which the files below its entries sort as whole paths: a directory sorts as its name
 * with a separator behind, so `a-b` comes before what is in `a`. Walking in this order gives sorted results without
 * collecting them. Dangling links, devices and sockets count as files, as they do for java.io.File.list().
 * @throws the file system's error
 */
export async function readDirectory(directory: string): Promise<Listed[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const listed: Listed[] = [];
  for (const entry of entries) listed.push(await inspect(directory, entry));
  return listed.sort((a, b) => compare(key(a), key(b)));
}

async function inspect(directory: string, entry: Dirent): Promise<Listed> {
  const { name } = entry;
  if (!entry.isSymbolicLink()) return { name, directory: entry.isDirectory(), link: false };
  return { name, directory: await isDirectory(path.join(directory, name)), link: true };
}

function key(entry: Listed): string {
  return entry.directory ? entry.name + path.sep : entry.name;
}

/** String.compareTo: by UTF-16 units. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
