/** The robot plugin: reads reports of Robot Framework. */
import { JavaError, ioError } from '../../java/java-error.js';
import { absoluteFile, childFile, parentFile } from '../../java/path.js';
import { filesOf } from '../../os/ant-glob/file-set.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { int, nullableStr, str } from '../../callables/shape.js';
import { ReportError } from './events.js';
import { RobotParser } from './parse.js';
import { resultToJava } from './result-to-java.js';

/**
 * robot: the reports that a pattern selects, as one hudson.plugins.robot.model.RobotResult.
 *
 *     String outputFileLocations, logFileName, reportFileName; int schemaVersion
 *     String startLocalName, elapsedLocalName, endLocalName: attributes until a report says that it is of a newer version
 *
 * @throws JavaError hudson.AbortException without reports; java.io.IOException for one that is broken
 */
const parseReports = fileCallable({
  name: 'hudson.plugins.robot.RobotParser$RobotParserCallable',
  fields: {
    outputFileLocations: str,
    logFileName: nullableStr,
    reportFileName: nullableStr,
    schemaVersion: int,
    startLocalName: nullableStr,
    elapsedLocalName: nullableStr,
    endLocalName: nullableStr,
  },
  run: async (self, directory, { signal }) => {
    const reports: string[] = [];
    const set = { includes: self.outputFileLocations, excludes: null, defaultExcludes: true };
    for await (const report of filesOf(directory, set, signal)) reports.push(report);
    if (reports.length === 0) {
      const where = `in path ${absoluteFile(directory)} with configured filemask: ${self.outputFileLocations}`;
      throw new JavaError('hudson.AbortException', `No files found ${where}`);
    }
    const { startLocalName, elapsedLocalName, endLocalName } = self;
    const names = {
      start: startLocalName ?? 'starttime',
      elapsed: elapsedLocalName ?? 'elapsedtime',
      end: endLocalName ?? 'endtime',
    };
    const parser = new RobotParser(self.schemaVersion, names, signal);
    for (const report of reports) {
      const parent = parentFile(report);
      try {
        await parser.addReport(
          childFile(directory, report),
          parent === null ? directory : childFile(directory, parent),
        );
      } catch (error) {
        if (!(error instanceof ReportError)) throw error;
        const cause = new JavaError('javax.xml.stream.XMLStreamException', error.message);
        throw ioError('Parsing of output xml failed!', { cause });
      }
    }
    return resultToJava(parser.result, { logFile: self.logFileName, reportFile: self.reportFileName });
  },
});

export const declarations = [parseReports] satisfies readonly Declaration[];
