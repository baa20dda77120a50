import { describe, expect, it } from 'vitest';
import { colourLevel } from '../../src/agent/log/console.js';
import { statusLine } from '../../src/agent/operate/console-status.js';
import { buildInfo } from '../../src/agent/build-info.js';
import { formatAddress, parseAddress } from '../../src/agent/operate/health/address.js';
import { BOUNDS, Histogram } from '../../src/agent/operate/health/histogram.js';
import { AgentMonitor } from '../../src/agent/operate/health/monitor.js';
import { renderMetrics } from '../../src/agent/operate/health/prometheus.js';

describe('addresses', () => {
  it.each([
    ['8085', '127.0.0.1:8085'],
    [':8085', '127.0.0.1:8085'],
    ['0.0.0.0:1', '0.0.0.0:1'],
    ['localhost:0', 'localhost:0'],
    ['[::1]:9', '[::1]:9'],
  ])('%s', (text, expected) => {
    const address = parseAddress(text);
    expect(address && formatAddress(address)).toBe(expected);
  });

  it.each(['', 'x', '70000', '::1:9', 'a b:1', 'host:', '1:2:3'])('%s is none', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

describe('a histogram', () => {
  it('counts up to each bound', () => {
    const histogram = new Histogram();
    for (const seconds of [0.001, 0.005, 0.3, 1e6]) histogram.add(seconds);
    expect(histogram.cumulative()).toEqual([2, 2, 2, 3, 3, 3, 3, 3, 3, 4]);
    expect(histogram.cumulative().length).toBe(BOUNDS.length + 1);
    expect(histogram.sum).toBeCloseTo(1e6 + 0.306);
  });
});

describe('a monitor', () => {
  it('counts connections and failures, and renders them', () => {
    const monitor = new AgentMonitor('a"b', undefined, () => new Date(5000));
    for (const phase of ['locating', 'waiting', 'locating', 'connecting', 'serving', 'waiting'] as const) {
      monitor.enter(phase);
    }
    expect(monitor.trouble).toBeUndefined();
    monitor.troubled('nobody there', 1000);
    expect(monitor.trouble).toEqual({ why: 'nobody there', retryAt: new Date(6000) });
    expect(monitor).toMatchObject({ connections: 1, failures: 1, phase: 'waiting' });
    const figures = {
      cpuSeconds: 1,
      residentBytes: 2,
      startSeconds: 3,
      buildProcesses: 4,
      free: new Map([['a"b', 5]]),
      build: buildInfo(),
    };
    monitor.counts.relayed('some.plugin.Task');
    monitor.java = { version: '17.0.1', running: 1 };
    const text = renderMetrics([monitor], figures);
    expect(text).toContain('jenkins_agent_java_requests_total{agent="a\\"b",class="some.plugin.Task"} 1\n');
    expect(text).toContain('jenkins_agent_java_processes{agent="a\\"b"} 1\n');
    expect(text).toContain('jenkins_agent_connected{agent="a\\"b"} 0\n');
    expect(text).toContain('jenkins_agent_phase_since_seconds{agent="a\\"b",phase="waiting"} 5\n');
    expect(text).toContain('jenkins_agent_build_processes 4\n');
    expect(text).toContain('jenkins_agent_disk_free_bytes{agent="a\\"b"} 5\n');
    expect(text).toMatch(
      /^jenkins_agent_build_info\{version="[\d.]+",remoting="\S+",commit="unknown",node="\S+"\} 1$/m,
    );
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="([^"\\]|\\.)*"(,\w+="([^"\\]|\\.)*")*\})? [\d.e+-]+)$/);
    }
  });
});

it('each build is counted once, however many processes it starts', () => {
  const monitor = new AgentMonitor('a');
  for (const build of ['a #1', 'a #2', 'a #1', 'a #2']) monitor.sawBuild(build);
  expect(monitor.buildsTotal).toBe(2);
  for (let number = 3; number <= 2000; number++) monitor.sawBuild(`a #${number}`);
  expect(monitor.buildsTotal).toBe(2000);
});

describe('the status line', () => {
  it('says what runs and since when', () => {
    const monitor = new AgentMonitor('a1', undefined, () => new Date(0));
    expect(statusLine([monitor], new Map(), 59_000)).toBe('a1: starting 59 s | idle');
    monitor.enter('serving');
    const builds = new Map([
      ['job #1', 0],
      ['other #2', 3_600_000],
    ]);
    expect(statusLine([monitor], builds, 3_661_000)).toBe('a1: connected 1 h 1 min | job #1 1 h 1 min, other #2 1 min');
    monitor.java = { version: '17.0.1', running: 2 };
    expect(statusLine([monitor], new Map(), 3000)).toBe('a1: connected 3 s, Java 17.0.1 runs 2 | idle');
  });

  it('has colours for what is wrong', () => {
    expect(colourLevel('Nov 20 x\nWARNING: y\n')).toBe('Nov 20 x\n\x1b[33mWARNING\x1b[0m: y\n');
    expect(colourLevel('2026Z SEVERE y\n')).toBe('2026Z \x1b[31mSEVERE\x1b[0m y\n');
    expect(colourLevel('Nov 20 x\nINFO: y\n')).toBe('Nov 20 x\nINFO: y\n');
  });
});
