import { readShape, str } from '../../callables/shape.js';
import { encodedNotes, noteLines } from '../../jenkins/listener/console-notes.js';
import type { LogTransform } from '../../jenkins/listener/log-transform.js';
import type { JavaObject } from '../../serial/model.js';

/** What the field `notes` is about, in its order: hudson.tasks._maven.MavenMojoNote, Maven3MojoNote, MavenWarningNote, MavenErrorNote. */
const LINES: readonly ((line: string) => boolean)[] = [
  (line) => MOJO_OF_MAVEN_2.test(line),
  isMojoOfMaven3,
  (line) => line.startsWith('[WARNING]'),
  (line) => line.startsWith('[ERROR]'),
];

const MOJO_OF_MAVEN_2 = /^\[INFO\] \[[A-Za-z0-9-_]+:[A-Za-z0-9-_]+ \{execution: [A-Za-z0-9-_]+\}\]$/;

/** org.jenkinsci.plugins.pipeline.maven.console.MavenColorizerConsoleLogFilter {String charset, byte[][] notes}. */
export function annotateMaven(filter: JavaObject): LogTransform[] {
  const { charset } = readShape(filter, { charset: str });
  const notes = encodedNotes(filter, 'notes', LINES.length);
  if (!notes) return [];
  return [noteLines(charset, (line) => notes.filter((_note, at) => LINES[at]?.(line)))];
}

/**
 * `[INFO] --- .+-plugin:[^:]+:[^ ]+ \(.+\) @ .+ ---`, the whole line. Not as a regular expression, which would take cubic time
 * for a line made to that end.
 */
function isMojoOfMaven3(line: string): boolean {
  if (line.length < START.length + END.length || !line.startsWith(START) || !line.endsWith(END)) return false;
  const text = line.slice(START.length, -END.length);
  // Something follows it.
  const project = text.lastIndexOf(') @ ', text.length - 5);
  let space = -1;
  for (let at = text.indexOf(PLUGIN, 1); at >= 0 && at < project; at = text.indexOf(PLUGIN, at + 1)) {
    const version = at + PLUGIN.length;
    const goal = text.indexOf(':', version) + 1;
    if (goal < version + 2) continue;
    // The next space is the same for all before it.
    if (space < goal) space = text.indexOf(' ', goal);
    if (space < 0) return false;
    if (space > goal && text[space + 1] === '(' && project > space + 2) return true;
  }
  return false;
}

const START = '[INFO] --- ';
const END = ' ---';
const PLUGIN = '-plugin:';
