/**
 * How much of the plugins that are in use the agent answers for. The most installed plugins were read for what they send to an
 * agent; `gaps` are the uses that the agent once had no class for, each with its classes and how likely an installation that has
 * the plugin uses it. A gap is closed when all of its classes are declared.
 */

/** A use of a plugin, or of several that share it, that needs classes of its own. */
export interface Gap {
  readonly plugins: readonly string[];
  readonly installs: number;
  /** That an installation with the plugin uses it on an agent regularly: a judgement, from 0 to 1. */
  readonly likelihood: number;
  /** Whether it is the plugin's main use, a part of it, or a corner. */
  readonly scope: string;
  readonly classes: readonly string[];
  /** Natively not sensible. */
  readonly java?: boolean;
  /** Why no controller can send it. */
  readonly neverSent?: string;
}

export interface PluginData {
  readonly source: string;
  readonly installations: number;
  /** Plugin -> installs, of those that have nothing of their own for an agent to do. */
  readonly sendNothing: Readonly<Record<string, number>>;
  readonly sendSomething: Readonly<Record<string, number>>;
  readonly gaps: readonly Gap[];
}

/** What is said of a plugin. */
export interface Standing {
  readonly plugin: string;
  readonly installs: number;
  readonly word: 'whole' | 'part' | 'needs Java' | 'not yet';
  /** The classes that are not there. */
  readonly missing: readonly string[];
}

/** The classes of a gap that are not there, of those that can be sent. */
export function missingOf(gap: Gap, known: ReadonlySet<string>): readonly string[] {
  return gap.neverSent === undefined ? gap.classes.filter((name) => !known.has(name)) : [];
}

/** The plugins that send something of their own, the most installed first, and the others of `gaps`. */
export function standings(data: PluginData, known: ReadonlySet<string>): readonly Standing[] {
  const installs = new Map(Object.entries(data.sendSomething));
  for (const gap of data.gaps) {
    for (const plugin of gap.plugins) if (!installs.has(plugin)) installs.set(plugin, gap.installs);
  }
  return [...installs]
    .sort(([, a], [, b]) => b - a)
    .map(([plugin, count]) => {
      const open = data.gaps.filter((gap) => gap.plugins.includes(plugin) && missingOf(gap, known).length > 0);
      const missing = open.flatMap((gap) => missingOf(gap, known));
      return { plugin, installs: count, word: wordFor(data, plugin, open, known), missing };
    });
}

function wordFor(data: PluginData, plugin: string, open: readonly Gap[], known: ReadonlySet<string>): Standing['word'] {
  if (open.length === 0) return 'whole';
  const main = open.filter(({ scope }) => scope === 'main');
  const isAnyDone = open.some((gap) => missingOf(gap, known).length < gap.classes.length);
  const closed = data.gaps.some((gap) => gap.plugins.includes(plugin) && missingOf(gap, known).length === 0);
  if (main.length === 0 || isAnyDone || closed) return main.some(({ java }) => java) ? 'needs Java' : 'part';
  return main.every(({ java }) => java) ? 'needs Java' : 'not yet';
}

/** Shares in percent. */
export interface Shares {
  /** Of the installs of all plugins of the list: those of plugins that are whole. */
  readonly installs: number;
  /** The same of the plugins that send something of their own. */
  readonly ofSenders: number;
  /** Installations that meet a class that is not there, uses taken as independent of each other. */
  readonly installationsHit: number;
  /** The same if everything were there that is natively sensible. */
  readonly hitForJavaAlone: number;
}

export function shares(data: PluginData, known: ReadonlySet<string>): Shares {
  const nothing = sum(Object.values(data.sendNothing));
  const senders = standings(data, known).filter(({ plugin }) => Object.hasOwn(data.sendSomething, plugin));
  const all = sum(senders.map(({ installs }) => installs));
  const whole = sum(senders.filter(({ word }) => word === 'whole').map(({ installs }) => installs));
  const open = data.gaps.filter((gap) => missingOf(gap, known).length > 0);
  return {
    installs: percent((nothing + whole) / (nothing + all)),
    ofSenders: percent(whole / all),
    installationsHit: percent(hit(open, data.installations)),
    hitForJavaAlone: percent(
      hit(
        data.gaps.filter(({ java }) => java),
        data.installations,
      ),
    ),
  };
}

function hit(gaps: readonly Gap[], installations: number): number {
  return 1 - gaps.reduce((spared, gap) => spared * (1 - (gap.likelihood * gap.installs) / installations), 1);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function percent(share: number): number {
  return Math.round(share * 1000) / 10;
}
