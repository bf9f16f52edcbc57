import type { Service } from '../src/service/manifest.ts'

const plain = ['billing', 'payments', 'parcels', 'invoices']
const hyphened = ['credit-check', 'fraud-check', 'price-watch', 'parcel-watch']

/** Two names that no service of this tree has yet, the second with a hyphen: the tree may have become yours. */
export function newNames(services: readonly Service[]): [string, string] {
  const taken = services.map(({ name }) => name)
  const firstFree = (names: readonly string[]) => names.find((one) => !taken.includes(one)) ?? ''
  return [firstFree(plain), firstFree(hyphened)]
}
