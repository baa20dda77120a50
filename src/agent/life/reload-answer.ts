/** What came of reading the configuration again. */
export interface ReloadAnswer {
  readonly ok: boolean;
  /** What was done, or why nothing was; one line. */
  readonly text: string;
}
