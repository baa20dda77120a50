/**
 * One line of JSON for each request of a controller and each process that a build started:
 *
 *     {"time":"2026-11-29T10:00:00.000Z","agent":"linux-1","kind":"request","id":7,"class":"hudson.FilePath$Exists",
 *      "paths":["/home/jenkins/agent/workspace/app"],"result":"value","ms":0.4,"received":0,"sent":0}
 *     {"time":"…","agent":"linux-1","kind":"process","pid":4711,"program":"/bin/sh","build":"app #12","exitCode":0,"ms":5310}
 *
 * `time` is when it began. Of a command line it has what the build's log shows; no environment, no content of a file.
 */
import { JavaError } from '../../../java/java-error.js';
import type { EnvVars } from '../../../os/process/environment.js';
import { watchLaunches } from '../../../os/process/launch-watch.js';
import type { RequestObserver } from '../../../remoting/request-observer.js';
import { labelOf } from '../../life/build-processes.js';
import { auditSubject } from './subject.js';

/** Enough to say what was refused. */
const MAX_MESSAGE = 500;

export interface AuditSink {
  write(line: string): void;
}

/**
 * The observer of an agent's requests.
 * @param hide takes the agent's secrets out of a text
 */
export function auditRequests(agent: string, sink: AuditSink, hide: (text: string) => string): RequestObserver {
  return {
    begin: ({ id, subject, description }) => {
      const started = performance.now();
      const record = { time: new Date().toISOString(), agent, kind: 'request', id, ...auditSubject(subject) };
      return ({ relayed, error, received, sent }) => {
        const result = relayed ? 'relayed' : error === undefined ? 'value' : 'exception';
        const failure = error === undefined ? {} : failureOf(error);
        const named = record.class === undefined ? { description } : {};
        const ms = rounded(performance.now() - started);
        sink.write(hide(JSON.stringify({ ...record, ...named, result, ...failure, ms, received, sent })));
      };
    },
  };
}

/**
 * A line for each process that is started for a build of the agent, when it has ended.
 * @returns what ends it
 */
export function auditProcesses(agent: string, sink: AuditSink): () => void {
  const running = new Map<number, { readonly time: string; readonly program: string }>();
  const concerns = (environment: EnvVars): boolean => (environment.get('NODE_NAME') ?? agent) === agent;
  return watchLaunches({
    started: (pid, program, environment) => {
      if (concerns(environment)) running.set(pid, { time: new Date().toISOString(), program });
    },
    ended: (pid, exitCode, ms, environment) => {
      const known = running.get(pid);
      if (!known || !concerns(environment)) return;
      running.delete(pid);
      const { time, program } = known;
      const build = labelOf((name) => environment.get(name));
      sink.write(JSON.stringify({ time, agent, kind: 'process', pid, program, build, exitCode, ms: rounded(ms) }));
    },
  });
}

function failureOf(error: unknown): { exception: string; message: string } {
  const exception = error instanceof JavaError ? error.javaClass : error instanceof Error ? error.name : typeof error;
  const message = error instanceof Error ? error.message : String(error);
  return { exception, message: message.slice(0, MAX_MESSAGE) };
}

/** To a tenth. */
function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
