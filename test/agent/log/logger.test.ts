import { describe, expect, it } from 'vitest';
import type { LogSink } from '../../../src/agent/log/log-file.js';
import { AgentLogger, loggerName } from '../../../src/agent/log/logger.js';

class MemorySink implements LogSink {
  text = '';
  failure: Error | undefined;
  closed = false;

  write(text: string): void {
    if (this.failure) throw this.failure;
    this.text += text;
  }

  close(): void {
    this.closed = true;
  }
}

function set(): { logger: AgentLogger; sink: MemorySink; warnings: string[] } {
  const warnings: string[] = [];
  const logger = new AgentLogger(
    (line) => warnings.push(line),
    () => new Date(2026, 10, 20, 17, 10, 26),
  );
  const sink = new MemorySink();
  logger.addSink(sink);
  return { logger, sink, warnings };
}

describe('AgentLogger', () => {
  it('writes what is important enough to every sink', () => {
    const { logger, sink } = set();
    const loud = new MemorySink();
    logger.addSink(loud, 'WARNING');
    logger.log('INFO', 'a.B c', 'one');
    logger.log('WARNING', 'a.B c', 'two');
    logger.log('FINE', 'a.B c', 'three');
    expect(sink.text).toBe('Nov 20, 2026 5:10:26 PM a.B c\nINFO: one\nNov 20, 2026 5:10:26 PM a.B c\nWARNING: two\n');
    expect(loud.text).toBe('Nov 20, 2026 5:10:26 PM a.B c\nWARNING: two\n');
  });

  it('keeps the newest 256 records, the newest first', () => {
    const { logger } = set();
    expect(logger.recent()).toEqual([]);
    for (let i = 0; i < 300; i++) logger.log('INFO', 'a.B c', String(i));
    const messages = logger.recent().map(({ message }) => message);
    expect(messages).toHaveLength(256);
    expect([messages[0], messages[255]]).toEqual(['299', '44']);
  });

  it('keeps records that are finer than the sinks take when their logger lets them through', () => {
    const { logger, sink } = set();
    expect(logger.isLoggable('FINE')).toBe(false);
    logger.levels.set('hudson.remoting', 'FINE');
    expect(logger.isLoggable('FINE')).toBe(true);
    logger.log('FINE', 'hudson.remoting.Engine$1 run', 'fine');
    logger.log('FINE', 'hudson.other.Engine run', 'not this one');
    expect(logger.recent().map(({ message }) => message)).toEqual(['fine']);
    expect(sink.text).toBe('');
    logger.levels.set('hudson.remoting', null);
    expect(logger.isLoggable('FINE')).toBe(false);
  });

  it('goes by the nearest logger above', () => {
    const { logger } = set();
    logger.levels.set('', 'OFF');
    logger.levels.set('a', 'ALL');
    logger.levels.set('a.b', 'SEVERE');
    const passed = ['x.Y', 'a', 'a.C', 'a.b.C', 'ab.C'].filter((name) => logger.levels.passes(name, 'INFO'));
    expect(passed).toEqual(['a', 'a.C']);
  });

  it.each(['ENOSPC: no space left on device', 'EACCES: permission denied'])(
    'goes on when a sink fails: %s',
    (message) => {
      const { logger, sink, warnings } = set();
      const healthy = new MemorySink();
      logger.addSink(healthy);
      sink.failure = new Error(message);
      logger.log('INFO', 'a.B c', 'one');
      logger.log('INFO', 'a.B c', 'two');
      sink.failure = undefined;
      logger.log('INFO', 'a.B c', 'three');
      expect(warnings).toEqual([`WARNING: Cannot write the log, going on without it: ${message}`]);
      expect(healthy.text).toMatch(/one[^]*two[^]*three/);
      expect(sink.text).toBe('Nov 20, 2026 5:10:26 PM a.B c\nINFO: three\n');
    },
  );

  it('shows no secret: not in messages, not in errors, not in memory', () => {
    const { logger, sink } = set();
    logger.hide('s3cr3t-value');
    logger.log('INFO', 'a.B c', 'with s3cr3t-value', new Error('also s3cr3t-value'));
    expect(sink.text).toContain('with ****');
    expect(sink.text).not.toContain('s3cr3t');
    expect(logger.recent()[0]?.message).toBe('with ****');
  });

  it('closes its sinks once', () => {
    const { logger, sink } = set();
    logger.close();
    logger.log('INFO', 'a.B c', 'late');
    expect(sink.closed).toBe(true);
    expect(sink.text).toBe('');
  });
});

describe('loggerName', () => {
  it.each([
    ['hudson.remoting.Launcher$CuiListener status', 'hudson.remoting.Launcher'],
    ['hudson.remoting.Engine startEngine', 'hudson.remoting.Engine'],
    ['a.B', 'a.B'],
  ])('%s', (source, name) => {
    expect(loggerName(source)).toBe(name);
  });
});
