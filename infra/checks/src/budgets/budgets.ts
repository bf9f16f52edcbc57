import file from '../../suite-budgets.json' with { type: 'json' }

/** What a suite may take on two cores that nobody else uses. */
export type Budget = {
  readonly seconds: number
  /** What it is spent on. */
  readonly why: string
}

export type Budgets = {
  /** What `calibrate` takes on the machine on which the seconds were measured. */
  readonly calibrationMs: number
  readonly suites: Readonly<Record<string, Budget>>
}

/** Where the figures stand, from the root of the checkout. */
export const budgetsFile = 'infra/checks/suite-budgets.json'

/** How long each suite may take. */
export const suiteBudgets: Budgets = file
