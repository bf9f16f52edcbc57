import type { Dashboard } from './dashboard.ts'
import { eventLoop } from './processes/event-loop.ts'
import { memory } from './processes/memory.ts'
import { pool } from './processes/pool.ts'
import { tasks } from './processes/tasks.ts'

/** What a process has in hand, and whether it is short of anything. */
export const processes: Dashboard = {
  name: 'processes',
  title: 'Processes',
  about: 'Event loop, heap, connections to PostgreSQL and background tasks of each instance.',
  rows: [eventLoop, memory, pool, tasks],
}
