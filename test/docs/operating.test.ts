import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/cli/config-file.js';
import { findOption } from '../../src/cli/option-table.js';
import { AgentMonitor } from '../../src/agent/operate/health/monitor.js';
import { buildInfo } from '../../src/agent/build-info.js';
import { renderMetrics } from '../../src/agent/operate/health/prometheus.js';

const PAGES = ['docs/operating', 'docs/troubleshooting', 'docs/differences', 'docs/networks', 'README'] as const;
const page = (name: string) => readFileSync(`${name}.md`, 'utf8');

describe.each(PAGES)('%s.md', (name) => {
  it('speaks of options that there are', () => {
    const options = [...page(name).matchAll(/`(--?[a-zA-Z][a-zA-Z-]+)/g)].map(([, option]) => option ?? '');
    expect(options.length).toBeGreaterThan(0);
    // --json is doctor's own; of options for Java the beginning is shown.
    const others = options.filter((option) => option !== '--json' && !/^-D[a-zA-Z]+$/.test(option));
    expect(others.filter((option) => findOption(option) === undefined)).toEqual([]);
  });
});

it('docs/operating.md shows configurations that can be read', async () => {
  const blocks = [...page('docs/operating').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  expect(blocks).toHaveLength(3);
  const readFile = () => 'secret:x\n';
  expect(await Promise.all(blocks.map((block) => readConfig(block, 'agent.yaml', readFile)))).toMatchObject([
    [{ name: 'builder-1', secret: 'secret:x', webSocket: true }],
    [
      { name: 'one', health: '8085' },
      { name: 'two', health: '8085', webSocket: true },
    ],
    [{ drainTimeout: '10m', drainCredentials: 'secret:x' }],
  ]);
});

it('docs/operating.md tells what each metric means', () => {
  const figures = { cpuSeconds: 1, residentBytes: 1, startSeconds: 1, buildProcesses: 0 };
  const text = renderMetrics([new AgentMonitor('a')], { ...figures, free: new Map(), build: buildInfo() });
  const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
  const told = [...page('docs/operating').matchAll(/`((?:jenkins_agent|process)_\w+)`/g)].map(([, name]) => name);
  expect(told.sort()).toEqual(names.sort());
});
