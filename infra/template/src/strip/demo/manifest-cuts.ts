import type { Cut } from '../cut.ts'

const compose = 'infra/compose.yaml'
const three = 'infra/compose.three-brokers.yaml'
const observe = 'infra/compose.observe.yaml'
const connector = 'infra/compose.debezium.yaml'

/** A service of a Compose file: its lines, and the empty one after it. */
const block = (name: string) => new RegExp(`^  ${name}:\\n(?: {4}.*\\n)*\\n?`, 'gm')

const table = `export const services = {
  intake: {
    port: 8_080,
    debugPort: 8_001,
    needs: ['kafka', 'postgres'],
    consumes: [],
    publishes: ['jobs'],
    asks: [],
    isEdge: true,
  },
  worker: {
    port: 8_081,
    debugPort: 8_002,
    needs: ['kafka', 'postgres'],
    consumes: ['jobs'],
    publishes: [],
    asks: [],
  },
} as const satisfies`

/** What says which services there are. */
export const manifestCuts: readonly Cut[] = [
  {
    path: 'infra/manifest/src/services.ts',
    cut: /^export const services = \{\n[\s\S]*?^\} as const satisfies/gm,
    put: table,
  },
  { path: compose, cut: block('pricing') },
  { path: compose, cut: block('notification') },
  { path: compose, cut: /^ {6}(?:INVENTORY|PRICING)_URL: .*\n/gm },
  { path: compose, cut: /\border\b/g, put: 'intake' },
  { path: compose, cut: /_ORDER\b/g, put: '_INTAKE' },
  { path: compose, cut: /\binventory\b/g, put: 'worker' },
  { path: compose, cut: /_INVENTORY\b/g, put: '_WORKER' },
  { path: three, cut: block('notification') },
  { path: three, cut: block('notification-2') },
  { path: three, cut: block('pricing-2') },
  { path: three, cut: /\border\b/g, put: 'intake' },
  { path: three, cut: /\binventory\b/g, put: 'worker' },
  { path: observe, cut: block('pricing') },
  { path: observe, cut: block('notification') },
  { path: observe, cut: /\border\b/g, put: 'intake' },
  { path: observe, cut: /\binventory\b/g, put: 'worker' },
  { path: connector, cut: block('inventory') },
  { path: connector, cut: '      inventory: { condition: service_healthy }\n' },
  { path: connector, cut: /\border\b/g, put: 'intake' },
  {
    path: 'infra/compose/schemas.sh',
    cut: 'for service in order inventory notification; do',
    put: 'for service in intake worker; do',
  },
  { path: 'infra/Dockerfile', cut: 'SERVICE=order', put: 'SERVICE=intake' },
]
