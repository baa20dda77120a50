/** What an execution makes of its answer: log it, judge it, save it. */
import { deleteIfExists } from '../../os/files/delete-if-exists.js';
import { makeDirectories } from '../../os/files/directories.js';
import { absoluteFile, parentFile } from '../../java/path.js';
import { openForWriting } from '../../os/files/write-file.js';
import { JavaError } from '../../java/java-error.js';
import type { Listener } from '../../jenkins/listener/listener.js';
import { acceptedCodes } from './accepted-codes.js';
import type { Execution } from './execution-fields.js';
import type { Supplied } from './response.js';

/** @throws JavaError hudson.AbortException for an answer that is not accepted */
export async function processResponse(execution: Execution, answer: Supplied, log: Listener): Promise<void> {
  const { validResponseCodes, validResponseContent, outputFile, url } = execution;
  const { status, content } = answer;
  if (execution.consoleLogResponseBody) await log.println(`Response: \n${content}`);
  if (!acceptedCodes(validResponseCodes)(status)) {
    const range = `the accepted range: ${validResponseCodes}`;
    throw abort(`Fail: Status code ${status} is not in ${range} while calling ${url}`);
  }
  await log.println(`Success: Status code ${status} is in the accepted range: ${validResponseCodes}`);
  if (validResponseContent !== '') {
    if (content === null) throw new JavaError('java.lang.NullPointerException', NO_CONTENT);
    if (!content.includes(validResponseContent)) {
      throw abort(`Fail: Response doesn't contain expected content '${validResponseContent}' while calling ${url}`);
    }
  }
  if (outputFile === null) return;
  await log.println(`Saving response body to ${outputFile.shown}`);
  if (answer.stream) await save(outputFile.file, answer.stream);
}

const NO_CONTENT =
  'Cannot invoke "String.contains(java.lang.CharSequence)" because the return value of ' +
  '"jenkins.plugins.http_request.ResponseContentSupplier.getContent()" is null';

/** FilePath.write: directories above are made. What did not come whole is taken away again. */
async function save(file: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  const target = absoluteFile(file);
  const parent = parentFile(target);
  if (parent !== null) await makeDirectories(parent);
  const writer = await openForWriting(target);
  try {
    for await (const chunk of bytes) await writer.write(chunk);
  } catch (error) {
    await writer.close();
    await deleteIfExists(target);
    throw error;
  }
  await writer.close();
}

function abort(message: string): JavaError {
  return new JavaError('hudson.AbortException', message);
}
