/** One rule, or one family of rules, that a tool can decide. */
export type Check = {
  readonly name: string
  /** Said when the check fails: why the rule is there and what to do. */
  readonly why: string
  run(root: string): Promise<Outcome>
}

export type Outcome = {
  /** What is wrong, one sentence each, beginning with the file; empty when all is well. */
  readonly findings: readonly string[]
  /** What was looked at, so that "ok" cannot mean "looked at nothing". */
  readonly seen: string
  /** More to read, shown when the check is asked for by name. */
  readonly report?: string
}
