import type { Fault } from './fault.ts'

export const calm: Fault = {
  name: 'calm',
  says: 'nothing happens: the control',
  run: ({ clients, count }) => clients.place(count),
}
