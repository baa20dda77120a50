import { JavaError } from '../../java/java-error.js';
import { childFile } from '../../java/path.js';
import { boxInt } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import { bool, long, nullableStr, obj, readShape, str } from '../../callables/shape.js';
import type { CallFieldReader, FieldReader } from '../../callables/shape.js';
import { UnknownClassError } from '../../callables/unknown-class.js';
import type { Listener } from '../../jenkins/listener/listener.js';
import { reporting } from '../../jenkins/listener/reporting.js';
import { taskListener } from '../../jenkins/listener/task-listener.js';
import { fileLength } from '../../os/files/attributes.js';
import { convertReport } from './convert.js';
import { xunitError } from './errors.js';
import { findReports } from './find-reports.js';
import type { ToolInfo } from './find-reports.js';
import { forceMkdir } from './force-mkdir.js';
import { toolField } from './tools.js';
import { readReport } from './validate.js';
import type { ReadReport } from './validate.js';
import { ConversionError } from './values.js';

const NAME = 'org.jenkinsci.plugins.xunit.service.XUnitTransformerCallable';

/** True where an older plugin has no such field. */
const trueUnlessFalse: FieldReader<boolean> = (value, where) => (value === undefined ? true : bool(value, where));

const noStyleSheet: FieldReader<void> = (value) => {
  if (value === null || value === undefined) return;
  throw new UnknownClassError(NAME, 'A style sheet of the user for xunit can be run by Java alone. Nothing was done.');
};

/** XUnitToolInfo { InputMetric inputMetric, String pattern, excludesPattern, xslContent, boolean ..., long ... } */
const toolInfo: FieldReader<ToolInfo> = (value, where) =>
  readShape(obj(value, where), {
    inputMetric: toolField,
    pattern: str,
    excludesPattern: nullableStr,
    failIfNotNew: bool,
    stopProcessingIfError: bool,
    followSymlink: trueUnlessFalse,
    buildTime: long,
    testTimeMargin: long,
    xslContent: noStyleSheet,
  });

/** XUnitLog { TaskListener buildListener } */
const logField: CallFieldReader<Listener> = (value, where, context) =>
  taskListener(obj(value, where).get('buildListener'), context);

/**
 * xunit: reports of one test tool converted to JUnit's format, for the next step to read. A user's own style sheet is left to Java.
 *
 *     XUnitReportProcessorService xUnitReportProcessorService; XUnitConversionService xUnitConversionService
 *     XUnitValidationService xUnitValidationService; XUnitToolInfo xUnitToolInfo; XUnitLog xUnitLog; String processorId
 *
 * @returns java.lang.Integer: how many were converted
 * @throws JavaError a TransformerException of the plugin's
 */
export const xunitTransformer = fileCallable({
  name: NAME,
  fields: { xUnitToolInfo: toolInfo, xUnitLog: logField, processorId: nullableStr },
  run: ({ xUnitToolInfo: info, xUnitLog, processorId }, workspace, context) =>
    reporting(xUnitLog, context, async (listener) => {
      const generated = childFile(workspace, 'generatedJUnitFiles');
      const output = processorId === null ? generated : childFile(generated, processorId);
      await forceMkdir(output);
      const names = await findReports(workspace, info, listener, context);
      let count = 0;
      for (const name of names) {
        context.signal.throwIfAborted();
        const report = childFile(workspace, name);
        if (await isConverted(report, info, output, listener, context)) count++;
      }
      return boxInt(count);
    }),
});

/** Whether a report counts; one that is left out is told of, and fails everything where it is to. */
async function isConverted(
  report: string,
  info: ToolInfo,
  output: string,
  listener: Listener,
  context: CallableContext,
): Promise<boolean> {
  const { inputMetric: tool, stopProcessingIfError: isFatal } = info;
  const file = `The result file '${report}' for the metric '${tool.name}' is`;
  const skipped = 'The result file has been skipped.';
  if ((await fileLength(report)) === 0n) {
    const message = `${file} empty. ${skipped}`;
    if (isFatal) throw await xunitError('EmptyReportFileException', message, context);
    await listener.println(`WARNING: ${message}`);
    return false;
  }
  const { root, errors } = await read(report, info, context);
  if (errors.length > 0 && (tool.schema || !root)) {
    if (!tool.schema) throw await conversionError(errors[0]?.message ?? '', context);
    await listener.println(`WARNING: The file '${report}' is an invalid file.`);
    for (const { text } of errors) await listener.println(`WARNING: ${text}`);
    const message = `${file} not valid. ${skipped}`;
    if (isFatal) throw await xunitError('TransformerException', message, context);
    await listener.println(`WARNING: ${message}`);
    return false;
  }
  if (root) await convert(report, root, info, output, listener, context);
  return true;
}

async function read(report: string, info: ToolInfo, context: CallableContext): Promise<ReadReport> {
  try {
    return await readReport(report, info.inputMetric.schema, context.signal);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof JavaError)) throw error;
    throw await conversionError(error.javaMessage ?? error.javaClass, context);
  }
}

async function convert(
  report: string,
  root: NonNullable<ReadReport['root']>,
  { inputMetric: tool, stopProcessingIfError: isFatal }: ToolInfo,
  output: string,
  listener: Listener,
  context: CallableContext,
): Promise<void> {
  let errors;
  try {
    errors = await convertReport(report, root, tool, output, context.signal);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    throw await conversionError(error.message, context);
  }
  if (errors.length === 0) return;
  await listener.println(`WARNING: The converted file for the input file '${report}' doesn't match the JUnit format.`);
  for (const { text } of errors) await listener.println(`WARNING: ${text}`);
  for (const { message } of errors) await listener.error(message);
  if (!isFatal) return;
  const message = `The converted file for the result file '${report}' (during conversion process for the metric '${tool.name}') is not valid. The report file has been skipped.`;
  throw await xunitError('TransformerException', message, context);
}

function conversionError(problem: string, context: CallableContext): Promise<JavaError> {
  return xunitError('TransformerException', `Conversion error: ${problem}`, context);
}
