/** `git notes` on HEAD. */
import { text } from '../arguments.js';
import { SecretFiles } from '../credentials/secret-files.js';
import { explained } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { done } from './method.js';
import type { MethodTable } from './method.js';

export const noteMethods: MethodTable = {
  'addNote(String,String)': (run, [note, namespace]) => done(createNote(run, 'add', text(note), text(namespace))),
  'appendNote(String,String)': (run, [note, namespace]) => done(createNote(run, 'append', text(note), text(namespace))),
};

async function createNote(run: GitRun, how: 'add' | 'append', note: string, namespace: string): Promise<void> {
  const files = new SecretFiles(run.workspace);
  try {
    const file = await files.create('git-note', '.txt', note);
    await explained(`Could not apply note ${note}`, () => run.git('notes', `--ref=${namespace}`, how, '-F', file));
  } finally {
    files.dispose();
  }
}
