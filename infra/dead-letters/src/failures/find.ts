import { type DeadLetter, placeText } from '@tailspan/kafka'
import { CannotDo } from '../cannot-do.ts'
import type { Failures } from './failures.ts'
import type { Parked } from './outboxes.ts'

/** One dead letter or parked row. */
export type Item =
  | { readonly kind: 'letter'; readonly id: string; readonly letter: DeadLetter }
  | { readonly kind: 'parked'; readonly id: string; readonly row: Parked }

const shortestChars = 8

/** Both kinds, each with its whole ID. */
export function itemsOf({ letters, parked }: Failures): Item[] {
  return [
    ...letters.map((letter) => ({ kind: 'letter', id: letter.id, letter }) as const),
    ...parked.map((row) => ({ kind: 'parked', id: row.id, row }) as const),
  ]
}

/** How an ID is shown: as short as it may be typed. */
export function createShorten(failures: Failures): (id: string) => string {
  const ids = itemsOf(failures).map(({ id }) => id)
  return (id) => {
    let chars = shortestChars
    while (chars < id.length && ids.some((one) => one !== id && one.startsWith(id.slice(0, chars))))
      chars += 1
    return id.slice(0, chars).replace(/-$/, '')
  }
}

/**
 * What an ID means: its beginning, or group and place of a dead letter.
 *
 * errors: id-unknown, id-ambiguous; what could not be asked is the reason, if there was such a thing
 */
export function find(failures: Failures, typed: string): Item {
  const found = itemsOf(failures).filter((item) => isMeant(item, typed.toLowerCase()))
  const [item, other] = found
  if (item && !other) return item
  if (item) {
    const candidates = found.slice(0, 5).map(({ id }) => id)
    throw new CannotDo('id-ambiguous', `${typed} fits ${found.length}: ${candidates.join(', ')}.`)
  }
  // What was not seen may have been it.
  if (failures.troubles[0]) throw failures.troubles[0]
  throw new CannotDo(
    'id-unknown',
    `No dead letter and no parked row has the ID ${typed}: npm run dlt -- list shows what there is.`,
    { kind: 'not-found' },
  )
}

function isMeant(item: Item, typed: string): boolean {
  if (typed === '') return false
  if (item.id.startsWith(typed)) return true
  if (item.kind === 'parked') return false
  const place = placeText(item.letter.original)
  return [place, `${item.letter.groupId}/${place}`].some((name) => name.toLowerCase() === typed)
}
