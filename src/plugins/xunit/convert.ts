/** One report converted to JUnit's format, and what of it is wrong. */
import { randomUUID } from 'node:crypto';
import { JavaError } from '../../java/java-error.js';
import { childFile } from '../../java/path.js';
import { XmlElement } from '../../java/xml/element-tree.js';
import { xmlDocument } from '../../java/xml/write-xml.js';
import { fileUri } from '../../os/files/file-uri.js';
import { readFrom } from '../../os/files/read-file.js';
import { writeWholeFile } from '../../os/files/write-file.js';
import { forceMkdir } from './force-mkdir.js';
import { junitSchema } from './schemas/junit.js';
import { violationsOf } from './schemas/schema.js';
import type { Tool } from './tools.js';
import type { Content } from './tools/content.js';
import type { ValidationError } from './validate.js';
import { ConversionError } from './values.js';

/**
 * Writes what a report becomes, under a new name in the tool's directory.
 * @param root of the report
 * @returns what is wrong with what it has become
 * @throws ConversionError for what the tool's conversion cannot take, or a file that cannot be written
 */
export async function convertReport(
  report: string,
  root: XmlElement,
  tool: Tool,
  output: string,
  signal: AbortSignal,
): Promise<ValidationError[]> {
  const directory = childFile(output, tool.name);
  await forceMkdir(directory);
  const target = childFile(directory, `TEST-${randomUUID()}.xml`);
  if (!tool.convert) {
    await written(target, readFrom(report, { signal }));
    return [];
  }
  const converted = tool.convert(root);
  const content = converted instanceof XmlElement ? [converted] : converted;
  const single = singleRoot(content);
  await written(target, [single ? xmlDocument(single) : textDocument(content)]);
  const violations = single ? violationsOf(single, junitSchema) : [{ line: 1, message: malformation(content) }];
  const uri = await fileUri(target);
  return violations.map(({ line, message }) => ({ message, text: `At line ${line} of ${uri}:${message}` }));
}

async function written(target: string, content: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
  try {
    await writeWholeFile(target, content);
  } catch (error) {
    if (!(error instanceof JavaError)) throw error;
    throw new ConversionError(error.javaMessage ?? error.javaClass);
  }
}

function singleRoot(content: readonly Content[]): XmlElement | null {
  const [first, ...others] = content.filter((each) => typeof each !== 'string' || each.trim() !== '');
  return first instanceof XmlElement && others.length === 0 ? first : null;
}

/** What a style sheet writes of a document that is none of its tool's. */
function textDocument(content: readonly Content[]): Buffer {
  const elements = content.filter((each) => typeof each !== 'string').map((each) => xmlDocument(each).toString());
  const text = content.filter((each) => typeof each === 'string').join('');
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}${elements.join('')}`);
}

function malformation(content: readonly Content[]): string {
  const isBlank = content.every((each) => typeof each === 'string' && each.trim() === '');
  return isBlank ? 'Premature end of file.' : 'Content is not allowed in prolog.';
}
