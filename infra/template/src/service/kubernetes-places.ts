import { key, service } from './place.ts'

const kubernetes = 'infra/kubernetes'

/** Each has a file for each service. */
const folders = ['base', 'overlays/production', 'overlays/production/kafka', 'components/keda']

/** Where the manifests of a service are. */
export function manifestsOf(service: string): readonly string[] {
  return folders.map((folder) => `${kubernetes}/${folder}/${service}.yaml`)
}

/** Lists in the manifests. */
export const kubernetesPlaces = [
  ...['base', 'overlays/production/kafka', 'components/keda'].map((folder) =>
    service(
      `${kubernetes}/${folder}/kustomization.yaml`,
      new RegExp(`^ {2}- ${key}\\.yaml\\n`, 'gm'),
    ),
  ),
  service(
    `${kubernetes}/overlays/production/kustomization.yaml`,
    new RegExp(`^ {2}- path: ${key}\\.yaml\\n`, 'gm'),
  ),
  service(
    `${kubernetes}/overlays/production/kustomization.yaml`,
    new RegExp(`^ {2}- name: [a-z0-9]+/${key}\\n(?: {4}.*\\n)+`, 'gm'),
  ),
  service(
    `${kubernetes}/overlays/one-machine/kustomization.yaml`,
    new RegExp(`^ {2}- name: ${key}-(?:database|mail)\\n(?: {4}.*\\n)+`, 'gm'),
  ),
]
