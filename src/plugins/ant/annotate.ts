import { encodedNotes, noteLines } from '../../jenkins/listener/console-notes.js';
import type { LogTransform } from '../../jenkins/listener/log-transform.js';
import type { JavaObject } from '../../serial/model.js';

/**
 * hudson.tasks._ant.AntConsoleAnnotator$ConsoleLogFilterImpl {byte[][] antNotes}: withAnt marks targets (`name:` after an empty
 * line) and outcomes, for the colours of the console and its list of targets.
 */
export function annotateAnt(filter: JavaObject): LogTransform[] {
  const notes = encodedNotes(filter, 'antNotes', 2);
  if (!notes) return [];
  const [target, outcome] = notes;
  let afterEmptyLine = false;
  return [
    noteLines('UTF-8', (line) => {
      const found: (Buffer | undefined)[] = [];
      if (afterEmptyLine && line.endsWith(':') && !line.includes(' ')) found.push(target);
      if (line === 'BUILD SUCCESSFUL' || line === 'BUILD FAILED') found.push(outcome);
      afterEmptyLine = line === '';
      return found.filter((note) => note !== undefined);
    }),
  ];
}
