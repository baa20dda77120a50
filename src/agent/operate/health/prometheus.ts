/** Metrics as text (Prometheus exposition format 0.0.4). */
import { BOUNDS } from './histogram.js';
import type { BuildInfo } from '../../build-info.js';
import type { AgentMonitor } from './monitor.js';

export interface ProcessFigures {
  /** Seconds of CPU. */
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  /** Unix time. */
  readonly startSeconds: number;
  /** Processes of builds. */
  readonly buildProcesses: number;
  /** Of the disks of work directories, by the agents' names. */
  readonly free: ReadonlyMap<string, number>;
  readonly build: BuildInfo;
}

/** @returns the text, every line with its newline */
export function renderMetrics(agents: readonly AgentMonitor[], figures: ProcessFigures): string {
  return [
    metric('jenkins_agent_connected', 'gauge', 'Whether the agent is connected to its controller', (add) => {
      for (const agent of agents) add({ agent: agent.name }, isConnected(agent) ? 1 : 0);
    }),
    metric('jenkins_agent_phase_since_seconds', 'gauge', 'When the present phase began, Unix time', (add) => {
      for (const { name, phase, since } of agents) add({ agent: name, phase }, since.getTime() / 1000);
    }),
    metric('jenkins_agent_connections_total', 'counter', 'Connections that were made', (add) => {
      for (const { name, connections } of agents) add({ agent: name }, connections);
    }),
    metric('jenkins_agent_connect_failures_total', 'counter', 'Attempts to connect that failed', (add) => {
      for (const { name, failures } of agents) add({ agent: name }, failures);
    }),
    metric('jenkins_agent_bytes_total', 'counter', 'Bytes of commands', (add) => {
      for (const { name, traffic } of agents) {
        add({ agent: name, direction: 'received' }, traffic.received);
        add({ agent: name, direction: 'sent' }, traffic.sent);
      }
    }),
    metric('jenkins_agent_requests_total', 'counter', 'Requests of the controller by class', (add) => {
      for (const { name, counts } of agents) {
        for (const [className, count] of counts.allKnown()) add({ agent: name, class: className }, count);
      }
    }),
    metric('jenkins_agent_unknown_requests_total', 'counter', 'Requests that this agent does not know', (add) => {
      for (const { name, counts } of agents) {
        for (const [className, count] of counts.allUnknown()) add({ agent: name, class: className }, count);
      }
    }),
    metric('jenkins_agent_java_requests_total', 'counter', 'Requests that Java ran, by class', (add) => {
      for (const { name, counts } of agents) {
        for (const [className, count] of counts.allRelayed()) add({ agent: name, class: className }, count);
      }
    }),
    metric('jenkins_agent_java_processes', 'gauge', 'Java processes that run what this agent does not know', (add) => {
      for (const { name, java } of agents) add({ agent: name }, java ? 1 : 0);
    }),
    metric('jenkins_agent_requests_running', 'gauge', 'Requests that run now', (add) => {
      for (const { name, running, java } of agents) add({ agent: name }, running + (java?.running ?? 0));
    }),
    latencies(agents),
    metric('jenkins_agent_builds_total', 'counter', 'Builds that started a process here', (add) => {
      for (const { name, buildsTotal } of agents) add({ agent: name }, buildsTotal);
    }),
    metric('jenkins_agent_disk_free_bytes', 'gauge', 'Room on the disk of the work directory', (add) => {
      for (const [agent, bytes] of figures.free) add({ agent }, bytes);
    }),
    metric('jenkins_agent_build_info', 'gauge', 'What this agent is and runs on', (add) => {
      const { version, remoting, commit, node } = figures.build;
      add({ version, remoting, commit, node }, 1);
    }),
    single('jenkins_agent_build_processes', 'gauge', 'Processes of builds that run now', figures.buildProcesses),
    single('process_cpu_seconds_total', 'counter', 'CPU time of the agent', figures.cpuSeconds),
    single('process_resident_memory_bytes', 'gauge', 'Memory of the agent', figures.residentBytes),
    single('process_start_time_seconds', 'gauge', 'Start of the agent, Unix time', figures.startSeconds),
  ].join('');
}

export function isConnected({ phase }: AgentMonitor): boolean {
  return phase === 'serving' || phase === 'draining';
}

type Labels = Readonly<Record<string, string>>;
type Add = (labels: Labels, value: number, suffix?: string) => void;

function latencies(agents: readonly AgentMonitor[]): string {
  const help = 'How long requests took';
  return metric('jenkins_agent_request_duration_seconds', 'histogram', help, (add) => {
    for (const { name, latencies: histogram } of agents) {
      const counts = histogram.cumulative();
      counts.forEach((count, index) => add({ agent: name, le: String(BOUNDS[index] ?? '+Inf') }, count, '_bucket'));
      add({ agent: name }, histogram.sum, '_sum');
      add({ agent: name }, counts.at(-1) ?? 0, '_count');
    }
  });
}

function single(name: string, type: string, help: string, value: number): string {
  return metric(name, type, help, (add) => add({}, value));
}

function metric(name: string, type: string, help: string, fill: (add: Add) => void): string {
  const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
  fill((labels, value, suffix = '') => lines.push(`${name}${suffix}${renderLabels(labels)} ${value}`));
  return `${lines.join('\n')}\n`;
}

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
