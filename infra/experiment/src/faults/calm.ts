import type { Fault } from './fault.ts'
import { inWords } from './fault-words.ts'

export const calm: Fault = {
  ...inWords('calm'),
  run: ({ clients, count }) => clients.place(count),
}
