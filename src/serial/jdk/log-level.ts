/** java.util.logging.Level: names and numbers. */
export const LEVEL_VALUES = {
  OFF: 0x7fffffff,
  SEVERE: 1000,
  WARNING: 900,
  INFO: 800,
  CONFIG: 700,
  FINE: 500,
  FINER: 400,
  FINEST: 300,
  ALL: -0x80000000,
} as const;

export type LevelName = keyof typeof LEVEL_VALUES;
