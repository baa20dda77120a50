import { rmdirSync, unlinkSync } from 'node:fs';

const doomed = new Set<string>();

/** File.deleteOnExit(): the file, or the directory if it is empty by then, goes when this process ends by itself. */
export function deleteOnExit(file: string): void {
  if (doomed.size === 0) process.once('exit', deleteDoomed);
  doomed.add(file);
}

/** Last come, first gone, as in Java: a directory is registered before what is in it. */
function deleteDoomed(): void {
  for (const file of [...doomed].reverse()) if (!deleted(unlinkSync, file)) deleted(rmdirSync, file);
}

/** Nobody is left who could be told of a failure. */
function deleted(remove: (file: string) => void, file: string): boolean {
  try {
    remove(file);
    return true;
  } catch {
    return false;
  }
}
