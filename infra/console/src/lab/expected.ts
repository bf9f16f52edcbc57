import { comparableFaults, expectations, strategies } from '@tailspan/experiment/words'
import type { CompareForm } from '../views/compare-form.ts'
import type { ExpectedTable } from '../views/expected-table.ts'
import { ledgerWords } from '../views/ledger-words.ts'
import { nameOf } from './comparison-name.ts'

type Figures = (typeof expectations)[number]['figures']
type Compared = { readonly left: string; readonly right: string; readonly fault: string }

/** What must become of orders under every fault, by strategy; each fault leads to the page of one comparison. */
export function expectedOfAll(chosen: CompareForm['chosen']): ExpectedTable {
  const rows = comparableFaults.map(({ name: fault }) => ({
    name: fault,
    href: `/compare/${nameOf({ ...chosen, fault })}`,
    cells: strategies.flatMap((strategy) => figuresOf(fault, strategy) ?? []).map(inShort),
  }))
  return { of: 'fault', heads: strategies, rows }
}

/** The ledgers that a comparison must have; undefined when the lab knows nothing of it. */
export function expectedOf({ left, right, fault }: Compared): ExpectedTable | undefined {
  const words = ledgerWords.flatMap(({ key, ...word }) =>
    key === 'accepted' || key === 'delivered' ? [] : { key, ...word },
  )
  const rows = [left, right].flatMap((name) => {
    const figures = figuresOf(fault, name)
    const cells = words.map(({ key, isBad = false }) => ({
      text: figures?.[key] ?? '',
      isBad: isBad && figures?.[key] === '≥1',
    }))
    return figures ? { name, cells } : []
  })
  const heads = words.map(({ name }) => name)
  return rows.length > 0 ? { of: 'strategy', heads, rows } : undefined
}

function figuresOf(fault: string, strategy: string): Figures | undefined {
  return expectations.find((one) => one.fault === fault && one.contender === strategy)?.figures
}

const losses = { '0': 'none lost', '≥1': 'some lost', any: 'some may be lost' } as const

function inShort({ lost, unlinked }: Figures) {
  const traced = unlinked === '≥1' ? ', in another trace' : ''
  return { text: losses[lost] + traced, isBad: lost === '≥1' }
}
