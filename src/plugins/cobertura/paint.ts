import { encodingForName } from '../../java/charsets/charset.js';
import { readLines } from '../../java/charsets/lines.js';
import { JavaError } from '../../java/java-error.js';
import { absoluteFile, childFile, javaFile } from '../../java/path.js';
import { fileExists, isRegularFile } from '../../os/files/attributes.js';
import { readFrom } from '../../os/files/read-file.js';
import { hashMap, mapEntries, stringValues } from '../../serial/jdk.js';
import { JavaEnum } from '../../serial/model.js';
import { fileCallable } from '../../callables/callable.js';
import { any, str } from '../../callables/shape.js';
import type { FieldReader } from '../../callables/shape.js';
import { listenerField } from '../../jenkins/listener/task-listener.js';
import { paintedLines } from './paint-lines.js';
import type { PaintedLine } from './paint-lines.js';

/** SourceEncoding: an enum whose constants are called what java.io calls the charset, but for four of them. */
const encodingName: FieldReader<string> = (value, where) => {
  if (value === null || value === undefined) return 'UTF-8';
  if (!(value instanceof JavaEnum)) throw new JavaError('java.io.InvalidObjectException', `${where} is not an enum`);
  return ENCODINGS.get(value.constant) ?? value.constant;
};

const ENCODINGS: ReadonlyMap<string, string> = new Map([
  ['UTF_8', 'UTF-8'],
  ['UTF_16', 'UTF-16'],
  ['x_iso_8859_11', 'x-iso-8859-11'],
  ['x_Johab', 'x-Johab'],
]);

/**
 * cobertura: the sources that a report names, as rows of an HTML table, coloured by what was covered.
 * {Set sourcePaths, Map paint, TaskListener listener, SourceEncoding sourceEncoding}
 * @returns a HashMap of the names in the report to their rows; a source that is not there is left out and told of
 */
export const paintSources = fileCallable({
  name: 'hudson.plugins.cobertura.renderers.SourceCodePainter',
  fields: { sourcePaths: stringValues, paint: any, listener: listenerField, sourceEncoding: encodingName },
  run: async ({ sourcePaths, paint, listener, sourceEncoding }, workspace, context) => {
    const files = mapEntries(paint).map(([name, lines]) => ({ name: str(name, 'paint'), lines: paintedLines(lines) }));
    const directories = await existing(sourcePaths, workspace);
    const rows: [string, string][] = [];
    try {
      for (const { name, lines } of files) {
        context.signal.throwIfAborted();
        const source = await find(name, workspace, directories);
        if (!(await isRegularFile(source))) {
          await listener.println(`Source file mentioned in coverage report not found: ${source}`);
          continue;
        }
        try {
          rows.push([name, await rowsOf(source, lines, sourceEncoding, context.signal)]);
        } catch (error) {
          context.signal.throwIfAborted();
          if (!(error instanceof JavaError)) throw error;
          await listener.error(`ERROR: Failure to paint ${source}`);
          await listener.println(error.toString());
        }
      }
    } finally {
      listener.flush();
      listener.follow(context);
    }
    return hashMap(rows);
  },
});

/** Source directories are named as they are, or from the workspace. */
async function existing(names: readonly string[], workspace: string): Promise<readonly string[]> {
  const directories: string[] = [];
  for (const name of names) {
    const asIs = javaFile(name);
    if (await fileExists(asIs)) directories.push(asIs);
    const below = childFile(workspace, name);
    if (below !== asIs && (await fileExists(below))) directories.push(below);
  }
  return directories;
}

/** The last place looked at when it is nowhere. */
async function find(name: string, workspace: string, directories: readonly string[]): Promise<string> {
  let source = childFile(workspace, name);
  for (const directory of directories) {
    if (await fileExists(source)) break;
    source = childFile(directory, name);
  }
  return source;
}

async function rowsOf(
  source: string,
  painted: ReadonlyMap<number, PaintedLine>,
  encoding: string,
  signal: AbortSignal,
): Promise<string> {
  const rows: string[] = [];
  const charset = await encodingForName(encoding);
  let number = 0;
  for await (const lines of readLines(readFrom(absoluteFile(source), { signal }), charset)) {
    for (const line of lines) {
      number++;
      rows.push(heading(number, painted.get(number)), `<td class="code">${html(line)}</td>\n</tr>\n`);
    }
  }
  return rows.join('');
}

function heading(number: number, line: PaintedLine | undefined): string {
  const anchor = `<td class="line"><a name='${number}'/>${number}</td>\n`;
  if (!line) return `<tr class="noCover">\n${anchor}<td class="hits"/>\n`;
  return `<tr class="${colour(number, line)}">\n${anchor}<td class="hits">${line.hits}</td>\n`;
}

function colour(number: number, { hits, branches, coveredBranches }: PaintedLine): string {
  if (hits <= 0) return 'coverNone';
  if (branches === coveredBranches) return 'coverFull';
  const percent = Math.trunc((coveredBranches * 100) / branches);
  return `coverPart" title="Line ${number}: Conditional coverage ${percent}% (${coveredBranches}/${branches})`;
}

function html(line: string): string {
  return line
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(' ', '&nbsp;')
    .replaceAll('\t', '&nbsp;'.repeat(8));
}
