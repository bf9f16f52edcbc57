/** Units of Grafana that are used here. */
export type Unit = 's' | 'reqps' | 'cps' | 'percentunit' | 'bytes' | 'short'

/** One line, or several, of a panel. */
export type Query = {
  /** The name of a line, with labels in `{{ }}`. */
  readonly legend: string
  readonly expr: string
  /** It has no series until something is refused, retried or dead-lettered. */
  readonly isOfTrouble?: boolean
}

export type Panel = {
  readonly title: string
  /** What it says, and what to do with that. */
  readonly about: string
  readonly unit: Unit
  readonly queries: readonly Query[]
}

export type Row = { readonly title: string; readonly panels: readonly Panel[] }

export type Dashboard = {
  /** Part of its address, and the name of its file. */
  readonly name: string
  readonly title: string
  readonly about: string
  readonly rows: readonly Row[]
}
