/** jenkins.plugins.http_request.HttpRequestExecution: the step `httpRequest`, and the build step of the same plugin. */
import { JavaError } from '../../java/java-error.js';
import type { JavaObject } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import { StreamListener } from '../../jenkins/listener/stream-listener.js';
import { authenticated, clientSettings } from './authenticate.js';
import { HttpClient } from './client.js';
import type { Response } from './client.js';
import { executionRequest } from './execution-request.js';
import { EXECUTION } from './execution-fields.js';
import type { Execution } from './execution-fields.js';
import { isRefusalOrTimeout, isUnknownHost } from './failures.js';
import { generationOf } from './generation.js';
import type { Generation } from './generation.js';
import { nameValues } from './credentials.js';
import { processResponse } from './process-response.js';
import type { Request } from './request.js';
import { responseContentSupplier, supplied, withoutServer } from './response.js';
import type { Supplied } from './response.js';
import { shownUrl } from './url.js';

/** Logs what it does, as the plugin does to the letter; what fails on the way is the cause of an IllegalStateException. */
export const httpRequestExecution = callable({
  name: 'jenkins.plugins.http_request.HttpRequestExecution',
  fields: EXECUTION,
  run: async (execution, context, object) => {
    const log = new StreamListener(context.output(execution.remoteLogger), 'UTF-8', context.signal);
    try {
      await log.println(`HttpMethod: ${execution.httpMode}`);
      await log.println(`URL: ${execution.url}`);
      for (const [name, value, masked] of nameValues(execution.headers)) {
        await log.println(`${name}: ${masked ? '*****' : value}`);
      }
      return await authAndRequest(execution, { log, context, generation: generationOf(object) });
    } catch (error) {
      context.signal.throwIfAborted();
      if (!isChecked(error)) throw error;
      throw new JavaError('java.lang.IllegalStateException', error.toString(), { cause: error });
    } finally {
      log.flush();
      log.follow(context);
    }
  },
});

interface Environment {
  readonly log: StreamListener;
  readonly context: CallableContext;
  readonly generation: Generation;
}

async function authAndRequest(execution: Execution, environment: Environment): Promise<JavaObject> {
  const { log, context, generation } = environment;
  const { signal } = context;
  const request = await executionRequest(execution, generation);
  const settings = await clientSettings(execution, request, log, generation);
  const client = await HttpClient.open(settings, generation, signal);
  try {
    await authenticated(execution, (one) => sent(one, client, environment), generation);
    const answer = await executed(request, client, execution, environment);
    await processResponse(execution, answer, log);
    return responseContentSupplier(answer);
  } finally {
    await client.close();
  }
}

/** A server that is not there is an answer, too. */
async function executed(
  request: Request,
  client: HttpClient,
  { responseHandle }: Execution,
  environment: Environment,
): Promise<Supplied> {
  let response: Response;
  try {
    response = await sent(request, client, environment);
  } catch (error) {
    if (!(error instanceof JavaError)) throw error;
    if (isUnknownHost(error)) {
      await environment.log.println(`Treating UnknownHostException(${error.message}) as 404 Not Found`);
      return withoutServer('UnknownHostException as 404 Not Found', 404);
    }
    if (!isRefusalOrTimeout(error)) throw error;
    const what = `class ${error.javaClass}(${error.message}) as 408 Request Timeout`;
    await environment.log.println(`Treating ${what}`);
    return withoutServer(what, 408);
  }
  return supplied(response, responseHandle, environment.generation);
}

/** HttpClientUtil.execute */
async function sent(request: Request, client: HttpClient, { log, generation }: Environment): Promise<Response> {
  await log.println(`Sending request to url: ${shownUrl(request.given, generation)}`);
  const response = await client.execute(request);
  const { status, statusText } = response;
  await log.println(`Response Code: ${generation.version === 4 ? `HTTP/1.1 ${status} ${statusText}` : status}`);
  return response;
}

/** Whether Java's compiler makes one catch it: everything here but the descendants of RuntimeException. */
function isChecked(error: unknown): error is JavaError {
  return error instanceof JavaError && !/^java\.(lang|nio\.charset)\./.test(error.javaClass);
}
