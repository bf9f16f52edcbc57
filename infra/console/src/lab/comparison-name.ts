import type { CompareForm } from '../views/compare-form.ts'

type Chosen = CompareForm['chosen']

const shape =
  /^(?<left>[a-z]+)-and-(?<right>[a-z]+)-under-(?<fault>[a-z0-9-]+)-(?<orders>\d{1,3})-orders-seed-(?<seed>\d{1,6})$/

/** What a comparison is called in its address: all that it was begun with. */
export function nameOf({ left, right, fault, orders, seed }: Chosen): string {
  return `${left}-and-${right}-under-${fault}-${orders}-orders-seed-${seed}`
}

/** The comparison of this name; undefined when it names none. */
export function readName(name: string): Record<keyof Chosen, string> | undefined {
  return shape.exec(name)?.groups as Record<keyof Chosen, string> | undefined
}
