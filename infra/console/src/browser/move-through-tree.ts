import type { LivePage } from './live-page.ts'

type Move = (row: HTMLElement, rows: readonly HTMLElement[]) => HTMLElement | undefined

const pageRows = 20

/** Where each key leads from a row, as the ARIA pattern of a treegrid has it. */
const moves: Readonly<Record<string, Move>> = {
  ArrowDown: (row, rows) => rows[rows.indexOf(row) + 1],
  ArrowUp: (row, rows) => rows[rows.indexOf(row) - 1],
  PageDown: (row, rows) => rows[Math.min(rows.indexOf(row) + pageRows, rows.length - 1)],
  PageUp: (row, rows) => rows[Math.max(rows.indexOf(row) - pageRows, 0)],
  Home: (_, rows) => rows[0],
  End: (_, rows) => rows.at(-1),
  ArrowRight: (row, rows) => (isOpen(row) ? rows[rows.indexOf(row) + 1] : undefined),
  ArrowLeft: (row, rows) => parentOf(row, rows),
}

/** Lets the keyboard move through the rows of a waterfall, fold them up and open a span. */
export function moveThroughTree(page: LivePage): void {
  document.addEventListener('keydown', (event) => {
    const row = (event.target as Element).closest<HTMLElement>('[role=treegrid] .row.span')
    if (!row || event.target !== row || event.altKey || event.metaKey) return
    if (act(event.key, row, page)) event.preventDefault()
  })
  document.addEventListener('click', ({ target }) => {
    const sign = (target as Element).closest('.fold')
    if (sign) toggle(sign.closest('.row') as HTMLElement, page)
  })
  document.addEventListener('focusin', ({ target }) => keepInTabOrder(target as Element))
  offerFirstRow()
  new MutationObserver(offerFirstRow).observe(document.getElementById('content') as Node, {
    childList: true,
    subtree: true,
  })
}

function act(key: string, row: HTMLElement, page: LivePage): boolean {
  if (key === 'Enter' || key === ' ') {
    page.go(row.querySelector('a')?.href ?? location.href)
    return true
  }
  if (foldsBy(key, row)) {
    toggle(row, page)
    return true
  }
  const move = moves[key]
  move?.(row, rowsAround(row))?.focus()
  return move !== undefined
}

/** Right opens what is folded up, Left folds up what is open. */
function foldsBy(key: string, row: HTMLElement): boolean {
  const expanded = row.getAttribute('aria-expanded')
  return (
    (key === 'ArrowRight' && expanded === 'false') || (key === 'ArrowLeft' && expanded === 'true')
  )
}

function toggle(row: HTMLElement, page: LivePage): void {
  const key = row.dataset.key ?? ''
  if (!page.folded.delete(key)) page.folded.add(key)
  page.draw()
}

function isOpen(row: HTMLElement): boolean {
  return row.getAttribute('aria-expanded') === 'true'
}

function parentOf(row: HTMLElement, rows: readonly HTMLElement[]): HTMLElement | undefined {
  const level = levelOf(row)
  return rows.slice(0, rows.indexOf(row)).findLast((one) => levelOf(one) < level)
}

function levelOf(row: HTMLElement): number {
  return Number(row.getAttribute('aria-level'))
}

function rowsAround(row: HTMLElement): HTMLElement[] {
  return [...(row.closest('[role=treegrid]')?.querySelectorAll<HTMLElement>('.row.span') ?? [])]
}

/** One row at a time is reached by Tab: the one that had the focus last. */
function keepInTabOrder(target: Element): void {
  const row = target.closest<HTMLElement>('.row.span')
  if (!row) return
  for (const one of rowsAround(row)) if (one.tabIndex === 0) one.tabIndex = -1
  row.tabIndex = 0
}

function offerFirstRow(): void {
  for (const grid of document.querySelectorAll('[role=treegrid]')) {
    const rows = [...grid.querySelectorAll<HTMLElement>('.row.span')]
    const [first] = rows
    if (first && !rows.some(({ tabIndex }) => tabIndex === 0)) first.tabIndex = 0
  }
}
