/** examples/kubernetes/pod.yaml on a kubelet that runs what is in a folder, with containerd and runc. */
import { readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Controller } from '../../tools/controller/controller.js';
import type { Computer } from '../../tools/controller/computer.js';
import type { Node } from '../../tools/controller/node.js';
import { addNode, build, podEnvironment } from '../image/container.js';

const MANIFESTS = process.env['POD_MANIFESTS'] ?? '';
const EXAMPLE = join(import.meta.dirname, '../../examples/kubernetes/pod.yaml');

interface Container {
  env: { name: string; value: string }[];
  volumeMounts: { name: string; mountPath: string }[];
  livenessProbe?: { initialDelaySeconds: number; periodSeconds: number };
  [field: string]: unknown;
}

interface Pod {
  metadata: { name: string };
  spec: { containers: [Container]; volumes: object[]; [field: string]: unknown };
}

/** The example with what kubernetes-plugin adds to it, and the network of this machine, whose loopback the controller is on. */
function podOf(controller: Controller, node: Node): Pod {
  const pod = parse(readFileSync(EXAMPLE, 'utf8')) as Pod;
  pod.metadata = { name: `pod-${process.pid}-${Date.now()}` };
  Object.assign(pod.spec, { restartPolicy: 'Never', hostNetwork: true, terminationGracePeriodSeconds: 20 });
  const [container] = pod.spec.containers;
  const variables = Object.entries(podEnvironment(controller, node)).map(([name, value]) => ({ name, value }));
  Object.assign(container, { imagePullPolicy: 'Never', workingDir: '/home/jenkins/agent' });
  container.env.push(...variables);
  container.volumeMounts.push({ name: 'workspace-volume', mountPath: '/home/jenkins/agent' });
  Object.assign(container.livenessProbe ?? {}, { initialDelaySeconds: 2, periodSeconds: 1 });
  pod.spec.volumes.push({ name: 'workspace-volume', emptyDir: {} });
  return pod;
}

/** Has the kubelet run a pod until the test ends, or `remove` is called. @returns the agent's connection */
async function run(pod: Pod, node: Node): Promise<{ computer: Computer; remove: () => Promise<void> }> {
  const file = join(MANIFESTS, `${pod.metadata.name}.yaml`);
  const remove = () => rm(file, { force: true });
  onTestFinished(remove);
  // The kubelet reads the folder at any time: whole files only.
  await writeFile(`${MANIFESTS}.new`, stringify(pod));
  await rename(`${MANIFESTS}.new`, file);
  return { computer: await node.whenOnline(90_000), remove };
}

it.each([
  ['TCP', false],
  ['WebSocket', true],
])('the example connects over %s with what it asks for, and ends with its pod', async (_way, webSocket) => {
  const { controller, node } = await addNode('pod-1', webSocket);
  const { computer, remove } = await run(podOf(controller, node), node);
  const script = `id -u; touch /home/jenkins/x || echo read-only; cat /proc/1/comm
    grep -E 'Seccomp:|NoNewPrivs|CapEff' /proc/self/status
    ls -ldn ~ ; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n'
    sleep 4; curl -fsS http://127.0.0.1:8374/livez; echo`;
  const { result, console } = await build(computer, script);
  expect(result).toBe('SUCCESS');
  for (const line of ['1000', 'read-only', 'tini']) expect(console).toContain(`\n${line}\n`);
  expect(console).toMatch(/\nCapEff:\t0+\nNoNewPrivs:\t1\nSeccomp:\t2\n/);
  expect(console).toMatch(/ 1000 .*\/home\/jenkins\/agent\n/);
  expect(console).not.toContain(node.secret);
  await remove();
  expect(await computer.gone).toMatchObject({ orderly: true });
});

it('a build that kills every process of its user finds the agent again where the pod restarts its containers', async () => {
  const { controller, node } = await addNode('pod-1');
  const pod = podOf(controller, node);
  pod.spec['restartPolicy'] = 'OnFailure';
  const { computer } = await run(pod, node);
  await build(computer, 'touch ~/kept; kill -9 -1').catch((error: unknown) => error);
  await computer.gone;
  const again = await node.whenOnline(90_000);
  expect((await build(again, 'ls ~/kept')).result).toBe('SUCCESS');
});
