/** More rows at once make a page heavy and its drawing slow: five thousand are eight megabytes. */
export const rowsAtOnce = 400

/** The part of a list of rows that is drawn: from `first`, counted from 0, before `end`. */
export type RowWindow = { readonly first: number; readonly end: number }

type Asked = {
  readonly total: number
  /** The row that must be there, such as the one of the open span; negative when there is none. */
  readonly at: number
  /** The row, counted from 1, from which on a reader asks for; anything that names none is ignored. */
  readonly from: string | null
}

/** Chooses which rows are drawn: always whole parts of the list, so that a row has one place. */
export function chooseRows({ total, at, from }: Asked): RowWindow {
  const asked = Number(from ?? at + 1) - 1
  const row = Number.isInteger(asked) && asked >= 0 && asked < total ? asked : Math.max(0, at)
  const first = row - (row % rowsAtOnce)
  return { first, end: Math.min(total, first + rowsAtOnce) }
}
