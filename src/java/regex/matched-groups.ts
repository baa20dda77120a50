/**
 * Which groups have matched for certain at a place in a pattern, and of which Java may remember something else than JavaScript.
 * JavaScript forgets what groups in a repeated group captured each time that it is repeated, and whatever it goes back over;
 * Java remembers the former, and some of the latter.
 */
import type { Node, Repeat } from './tree.js';

/** Groups that have matched for certain, the last one first: a list that others may share the rest of. */
export interface Sure {
  readonly group: number;
  readonly rest: Sure | null;
}

export class MatchedGroups {
  count = 0;
  #sure: Sure | null = null;
  readonly #doubtful = new Set<number>();
  readonly #stale = new Set<number>();

  /** The next group begins. */
  open(): number {
    return ++this.count;
  }

  close(group: number): void {
    this.#sure = { group, rest: this.#sure };
  }

  /** Groups that have matched whenever a match comes to this place, with the text that Java has for them. */
  get sure(): Sure | null {
    return this.#sure;
  }

  isSure(group: number): boolean {
    return listed(this.#sure, null).includes(group);
  }

  forget(sure: Sure | null): void {
    this.#sure = sure;
  }

  /** @param read calls its argument before it reads each choice */
  alternatives(read: (next: () => void) => void): void {
    const before = this.#sure;
    let choices = 0;
    const times = new Map<number, number>();
    const count = (): void => {
      for (const group of listed(this.#sure, before)) times.set(group, (times.get(group) ?? 0) + 1);
    };
    read(() => {
      if (choices++ > 0) count();
      if (choices > 1) this.#sure = before;
    });
    if (choices <= 1) return;
    count();
    this.#sure = before;
    for (const [group, inChoices] of times) if (inChoices === choices) this.close(group);
  }

  /** @param before what was sure before its body */
  repeated(node: Repeat, before: Sure | null): void {
    const { body, least, most } = node;
    if (node.eagerness === 'possessive') this.passed(node);
    const isPlain = body.kind === 'group' && body.captures === 1 && body.min > 0;
    const remembersAlike = body.captures === 0 || most <= 1 || isPlain;
    if (!remembersAlike) for (const group of groupsIn(body)) this.#doubtful.add(group);
    if (least === 0 || !remembersAlike) this.#sure = before;
  }

  /** What has been passed is not tried again: when the rest does not fit, Java remembers its groups nevertheless. */
  passed(node: Node): void {
    if (node.captures > 0) for (const group of groupsIn(node)) this.#stale.add(group);
  }

  /** To be asked at the end of the pattern. */
  uncertain(): ReadonlySet<number> {
    const sure = new Set(listed(this.#sure, null));
    return new Set([...this.#doubtful, ...[...this.#stale].filter((group) => !sure.has(group))]);
  }
}

/** The groups of a list up to where another begins. */
function listed(from: Sure | null, to: Sure | null): number[] {
  const groups: number[] = [];
  for (let at = from; at !== null && at !== to; at = at.rest) groups.push(at.group);
  return groups;
}

function groupsIn(node: Node): number[] {
  switch (node.kind) {
    case 'group':
      return [node.number, ...groupsIn(node.body)];
    case 'sequence':
      return node.parts.flatMap(groupsIn);
    case 'alternatives':
      return node.choices.flatMap(groupsIn);
    case 'repeat':
    case 'atomic':
    case 'look':
      return groupsIn(node.body);
    case 'chars':
    case 'empty':
    case 'anchor':
    case 'lineBreak':
    case 'reference':
      return [];
  }
}
