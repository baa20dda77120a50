/**
 * The requests about vetoes. A process goes along as what stands for it on the controller, which looks it up in its tree:
 *
 *     ProcessTree$OSProcess$CheckVetoes   IOSProcess process    OSProcess this$1        the same process, twice
 *     ProcessTree$SerializedProcess       int pid    ProcessTree this$0                 becomes this$0.get(pid)
 *     ProcessTree                         boolean skipVetoes    long softKillWaitSeconds    Map<Integer, OSProcess> processes
 *     | ProcessTree$Remote                IProcessTree proxy
 *     ProcessTree$OSProcess               int pid    ProcessTree this$0
 *     | ProcessTree$Remote$RemoteProcess  IOSProcess proxy    Remote this$0
 *
 * The official agent sends all processes of the machine; here those go along that can be reached from the one in question.
 */
import type { KnownProcess } from '../../os/process/process-tree/index.js';
import { declareClass } from '../../serial/declare.js';
import { boxInt, hashMap } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { serialVersionUid } from '../../serial/serial-version-uid.js';
import type { Call } from '../../remoting/call.js';
import type { AgentServices } from '../../callables/services.js';
import { SLAVE_TO_MASTER_CALLABLE } from '../slave-to-master.js';
import { RemotelyKnownProcess, RemotelyKnownTree } from './remotely-known.js';

const TREE = 'hudson.util.ProcessTree';

/** Those of cores 2.462 to 2.568; the first and the third are those of 2.319 as well. */
const KNOWN_UIDS = {
  [`${TREE}$DoVetoersExist`]: 220625687725124448n,
  [TREE]: -5852862648763834397n,
  [`${TREE}$OSProcess$CheckVetoes`]: -8282954113428436396n,
  [`${TREE}$OSProcess`]: 3608458619765638836n,
} as const;

/** A call of the controller's that is asked about, it may have ended, and the agent. */
export interface VetoContext {
  readonly call: Call;
  readonly agent: AgentServices;
}

/** The answer is a Boolean, or null. */
export async function doVetoersExist(context: VetoContext): Promise<JavaValue> {
  const name = `${TREE}$DoVetoersExist` as const;
  const request = declareClass({ name, suid: await uidOf(name, context), superclass: SLAVE_TO_MASTER_CALLABLE });
  return context.call.channel.call(request.create({}), name, undefined, context.call.classLoader);
}

/** The answer is a String, or null. */
export async function checkVetoes(pid: number, all: readonly KnownProcess[], context: VetoContext): Promise<JavaValue> {
  const { check, serialized } = await declareClasses(context);
  const process = serialized(pid, all);
  return context.call.channel.call(
    check.create({ process, this$1: process }),
    `${TREE}$OSProcess$CheckVetoes`,
    undefined,
    context.call.classLoader,
  );
}

async function declareClasses(context: VetoContext) {
  const check = declareClass({
    name: `${TREE}$OSProcess$CheckVetoes`,
    suid: await uidOf(`${TREE}$OSProcess$CheckVetoes`, context),
    fields: { process: 'Lhudson/util/ProcessTreeRemoting$IOSProcess;', this$1: 'Lhudson/util/ProcessTree$OSProcess;' },
    superclass: SLAVE_TO_MASTER_CALLABLE,
  });
  const tree = declareClass({
    name: TREE,
    suid: await uidOf(TREE, context),
    fields: { skipVetoes: 'Z', softKillWaitSeconds: 'J', processes: 'Ljava/util/Map;' },
  });
  const remote = declareClass({
    name: `${TREE}$Remote`,
    suid: 1n,
    fields: { proxy: 'Lhudson/util/ProcessTreeRemoting$IProcessTree;' },
    superclass: tree,
  });
  const process = declareClass({
    name: `${TREE}$OSProcess`,
    suid: await uidOf(`${TREE}$OSProcess`, context),
    fields: { pid: 'I', this$0: 'Lhudson/util/ProcessTree;' },
  });
  // Its own field has the name of one of its superclass; both hold the tree.
  const remoteProcess = declareClass<Record<string, string>, Record<string, string>>({
    name: `${TREE}$Remote$RemoteProcess`,
    suid: 1n,
    fields: { proxy: 'Lhudson/util/ProcessTreeRemoting$IOSProcess;', this$0: 'Lhudson/util/ProcessTree$Remote;' },
    superclass: process,
  });
  const serializedProcess = declareClass({
    name: `${TREE}$SerializedProcess`,
    suid: 1n,
    fields: { pid: 'I', this$0: 'Lhudson/util/ProcessTree;' },
  });

  /** The processes and their tree refer to each other, so the tree is filled when they are there. */
  const treeOf = (processes: readonly KnownProcess[], all: readonly KnownProcess[]): JavaObject => {
    const made = new JavaObject(remote.desc, []);
    const entries = processes.map((one) => {
      const parent = all.find(({ pid }) => pid === one.parent);
      const known = new RemotelyKnownProcess(one, () => (parent ? serialized(parent.pid, all) : null));
      const proxy = context.call.export(known);
      return [boxInt(one.pid), remoteProcess.create({ pid: one.pid, this$0: made, proxy })] as const;
    });
    const proxy = context.call.export(new RemotelyKnownTree());
    const values = { skipVetoes: false, softKillWaitSeconds: 5n, processes: hashMap(entries), proxy };
    made.parts.push(...remote.parts(values));
    return made;
  };
  const serialized = (pid: number, all: readonly KnownProcess[]): JavaObject =>
    serializedProcess.create({ pid, this$0: treeOf(relatives(pid, all), all) });
  return { check, serialized };
}

/** The process, what it descends from, and what descends from it. */
function relatives(pid: number, all: readonly KnownProcess[]): KnownProcess[] {
  const found = new Set<KnownProcess>();
  const byPid = new Map(all.map((one) => [one.pid, one]));
  for (let one = byPid.get(pid); one && !found.has(one); one = byPid.get(one.parent ?? -1)) found.add(one);
  const below = [pid];
  for (const parent of below) {
    for (const child of all.filter((one) => one.parent === parent && !found.has(one))) {
      found.add(child);
      below.push(child.pid);
    }
  }
  return [...found];
}

/** As the controller's own class has it; of one that serves no classes the usual is assumed. */
async function uidOf(name: keyof typeof KNOWN_UIDS, context: VetoContext): Promise<bigint> {
  const classFile = await context.agent.controllerClass(name, context.call);
  return classFile ? serialVersionUid(classFile) : KNOWN_UIDS[name];
}
