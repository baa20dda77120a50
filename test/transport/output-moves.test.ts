import { expect, it } from 'vitest';
import { OutputGate } from '../../src/transport/output-gate.js';

it('output moves as long as something waits and something leaves', () => {
  const gate = new OutputGate(() => undefined, 0);
  expect(gate.isMoving()).toBe(false);
  gate.add(10);
  gate.add(20);
  expect(gate.isMoving()).toBe(false);
  gate.written(10);
  expect([gate.isMoving(), gate.isMoving()]).toEqual([true, false]);
  // What has left last may lie with a machine whose process hangs.
  gate.written(20);
  expect(gate.isMoving()).toBe(false);
});
