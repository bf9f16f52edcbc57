import type { Cut } from '../cut.ts'

const folder = 'infra/kubernetes'
const production = `${folder}/overlays/production`
const oneMachine = `${folder}/overlays/one-machine/kustomization.yaml`

/** Manifests of services whose place nothing takes. */
export const shopOnly: readonly string[] = [
  ...['pricing', 'notification'].flatMap((name) => [
    `${folder}/base/${name}.yaml`,
    `${production}/${name}.yaml`,
  ]),
  `${production}/kafka/inventory.yaml`,
  ...['order', 'notification'].map((name) => `${folder}/components/keda/${name}.yaml`),
]

/** Which manifests become those of the two small services: where each consumes and publishes as it did. */
export const manifestMoves: readonly (readonly [from: string, to: string])[] = [
  [`${folder}/base/order.yaml`, `${folder}/base/intake.yaml`],
  [`${folder}/base/inventory.yaml`, `${folder}/base/worker.yaml`],
  [`${production}/order.yaml`, `${production}/intake.yaml`],
  [`${production}/inventory.yaml`, `${production}/worker.yaml`],
  [`${production}/kafka/order.yaml`, `${production}/kafka/intake.yaml`],
  [`${production}/kafka/notification.yaml`, `${production}/kafka/worker.yaml`],
  [`${folder}/components/keda/inventory.yaml`, `${folder}/components/keda/worker.yaml`],
]

const words: Readonly<Record<string, string>> = {
  order: 'intake',
  orders: 'jobs',
  inventory: 'worker',
  notification: 'worker',
}
const renamed = (path: string, old: string): Cut => ({
  path,
  cut: new RegExp(`\\b${old}\\b`, 'g'),
  put: words[old] ?? '',
})

const listCuts: readonly Cut[] = [
  { path: `${folder}/base/kustomization.yaml`, cut: /^ {2}- (?:pricing|notification)\.yaml\n/gm },
  {
    path: `${production}/kustomization.yaml`,
    cut: /^ {2}- (?:path: (?:pricing|notification)\.yaml\n|name: [a-z0-9]+\/(?:pricing|notification)\n(?: {4}.*\n)+)/gm,
  },
  { path: `${production}/kafka/kustomization.yaml`, cut: '  - notification.yaml\n' },
  { path: oneMachine, cut: /^ {2}- name: notification-(?:database|mail)\n(?: {4}.*\n)+/gm },
  {
    path: `${folder}/components/keda/kustomization.yaml`,
    cut: /^ {2}- (?:order|notification)\.yaml\n/gm,
  },
  ...[
    `${folder}/base/kustomization.yaml`,
    `${production}/kustomization.yaml`,
    `${production}/kafka/kustomization.yaml`,
    oneMachine,
  ].flatMap((path) => [renamed(path, 'order'), renamed(path, 'inventory')]),
  renamed(`${folder}/components/keda/kustomization.yaml`, 'inventory'),
]

const page = 'docs/production.md'
const readme = `${folder}/README.md`

/** Commands that name a service, and sentences about those that are gone. */
const sayingCuts: readonly Cut[] = [
  { path: readme, cut: /inventory [a-z0-9]+\/pricing [a-z0-9]+\/notification/g, put: 'worker' },
  { path: readme, cut: /the four images, [a-z0-9]+\/order and so on/g, put: 'the images' },
  {
    path: readme,
    cut: 'for service in order inventory notification',
    put: 'for service in intake worker',
  },
  { path: readme, cut: 'place an order as in the README', put: 'post a job as in the README' },
  { path: readme, cut: /^.*(?:service\/mail|create secret generic notification-mail).*\n/gm },
  {
    path: readme,
    cut: /(?<=docker-image [a-z0-9]+\/|service\/|deployment\/|Service `)order\b/g,
    put: 'intake',
  },
  { path: page, cut: 'deployment/notification 8004', put: 'deployment/worker 8002' },
  { path: page, cut: /deployment\/order\b/g, put: 'deployment/intake' },
]

/** What the manifests say of the shop. */
export const kubernetesCuts: readonly Cut[] = [
  ...listCuts,
  ...sayingCuts,
  { path: `${folder}/base/order.yaml`, cut: /^.*(?:_URL|\/consumes).*\n/gm },
  {
    path: `${production}/kafka/order.yaml`,
    cut: /^.*(?:name: stock|type: group).*\n.*operations.*\n/gm,
  },
  renamed(`${production}/kafka/order.yaml`, 'orders'),
  renamed(`${production}/kafka/notification.yaml`, 'orders'),
  renamed(`${folder}/components/keda/inventory.yaml`, 'orders'),
  ...manifestMoves.map(([path]) => renamed(path, /(\w+)\.yaml$/.exec(path)?.[1] ?? '')),
]
