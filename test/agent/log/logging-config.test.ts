import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLoggingConfig } from '../../../src/agent/log/logging-config.js';
import { logToFiles } from '../../../src/agent/log/log-setup.js';
import { AgentLogger } from '../../../src/agent/log/logger.js';
import { prepareWorkDirectory } from '../../../src/agent/life/work-directory.js';
import { JavaError } from '../../../src/java/java-error.js';
import { temporaryFolder } from '../temporary.js';

describe('parseLoggingConfig', () => {
  function parse(text: string): ReturnType<typeof parseLoggingConfig> & { problems: string[] } {
    const problems: string[] = [];
    return { ...parseLoggingConfig(text, (problem) => problems.push(problem)), problems };
  }

  it('reads levels and handlers', () => {
    const config = parse(
      `.level = WARNING
      org.jenkinsci.remoting.level=FINE
      handlers= java.util.logging.ConsoleHandler, java.util.logging.FileHandler
      java.util.logging.ConsoleHandler.level=FINE
      java.util.logging.FileHandler.pattern=/l/a-%g.log
      java.util.logging.FileHandler.limit=1000
      java.util.logging.FileHandler.count=3
      java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter`,
    );
    expect(config).toEqual({
      levels: new Map([
        ['', 'WARNING'],
        ['org.jenkinsci.remoting', 'FINE'],
      ]),
      console: 'FINE',
      file: { pattern: '/l/a-%g.log', limit: 1000, count: 3, level: 'ALL' },
      problems: [],
    });
  });

  it('has no handlers when it names none', () => {
    expect(parse('')).toEqual({ levels: new Map(), console: undefined, file: undefined, problems: [] });
  });

  it('reports what it cannot use', () => {
    const { levels, problems } = parse('.level=LOUD\nhandlers=com.example.Handler');
    expect(levels).toEqual(new Map([['', 'INFO']]));
    expect(problems).toEqual(['Can\'t load log handler "com.example.Handler"', 'Bad level value for property: .level']);
  });

  it('refuses what Java cannot read', () => {
    expect(() => parse('a=\\u12')).toThrow(
      expect.objectContaining({
        javaClass: 'java.io.IOException',
        javaMessage: 'java.lang.IllegalArgumentException: Malformed \\uxxxx encoding.',
      }) as Error,
    );
  });
});

describe('logToFiles', () => {
  function logger(): AgentLogger {
    return new AgentLogger((line) => {
      throw new Error(line);
    });
  }

  function directory(): ReturnType<typeof prepareWorkDirectory> {
    const path = temporaryFolder();
    return prepareWorkDirectory({ path, internalDir: 'remoting', failIfMissing: false }, () => undefined);
  }

  const NOTHING = { agentLog: undefined, loggingConfig: undefined };

  it('writes into the work directory', () => {
    const work = directory();
    const log = logger();
    expect(logToFiles(log, NOTHING, work)).toBe(true);
    log.log('INFO', 'a.B c', 'hello');
    log.close();
    expect(readFileSync(join(work.logs, 'remoting.log.0'), 'utf8')).toMatch(/^.* a\.B c\nINFO: hello\n$/);
    expect(log.recent().map(({ message }) => message)).toContain(
      `Both error and output logs will be printed to ${work.internal}`,
    );
  });

  it('goes on without a file that cannot be opened', () => {
    const work = directory();
    writeFileSync(join(work.logs, 'remoting.log.0.lck'), `${process.ppid}`);
    const log = logger();
    const gone = { ...work, logs: join(work.logs, 'gone') };
    expect(logToFiles(log, NOTHING, gone)).toBe(true);
    expect(log.recent()[0]).toMatchObject({ level: 'WARNING', message: expect.stringContaining('ENOENT') as string });
  });

  it('writes into -agentLog instead', () => {
    const work = directory();
    const agentLog = join(work.path, 'agent.log');
    const log = logger();
    logToFiles(log, { ...NOTHING, agentLog }, work);
    log.log('INFO', 'a.B c', 'hello');
    log.close();
    expect(readFileSync(agentLog, 'utf8')).toContain('INFO: hello\n');
    expect(log.recent().map(({ message }) => message)).toEqual([
      'hello',
      `Using ${agentLog} as an agent error log destination; output log will not be generated`,
    ]);
  });

  it('writes where the configuration says, and nowhere else', () => {
    const work = directory();
    const config = join(work.path, 'logging.properties');
    const file = join(work.path, 'own.log');
    writeFileSync(
      config,
      `a.B.level=FINE\nhandlers=java.util.logging.FileHandler\njava.util.logging.FileHandler.pattern=${file}\n`,
    );
    const log = logger();
    logToFiles(log, { ...NOTHING, loggingConfig: config }, work);
    log.log('FINE', 'a.B c', 'fine');
    log.log('FINE', 'a.C c', 'too fine');
    log.close();
    expect(readFileSync(file, 'utf8')).toMatch(/INFO: Both error[^]*FINE: fine\n$/);
    expect(() => readFileSync(join(work.logs, 'remoting.log.0'))).toThrow(/ENOENT/);
  });

  it('refuses a configuration that is not there', () => {
    const path = join(temporaryFolder(), 'nofile.properties');
    expect(() => logToFiles(logger(), { ...NOTHING, loggingConfig: path }, undefined)).toThrow(
      new JavaError('java.io.FileNotFoundException', `${path} (No such file or directory)`),
    );
  });

  it('settles nothing without a work directory', () => {
    expect(logToFiles(logger(), NOTHING, undefined)).toBe(false);
  });
});
