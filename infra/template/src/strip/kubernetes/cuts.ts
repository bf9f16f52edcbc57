import type { Cut } from '../cut.ts'
import { productionCuts } from './production-cuts.ts'

const commands = 'infra/bootstrap/commands.mjs'
const places = 'infra/template/src/service/places.ts'
const newService = 'infra/template/src/service/new-service.ts'
const steps = 'docs/use-as-template.md'

/** The passages outside the manifests that exist for them. */
export const cuts: readonly Cut[] = [
  ...productionCuts,
  {
    path: '.github/workflows/nightly.yml',
    cut: /\n {2}# Kubernetes' own API server .*\n {2}kubernetes:\n(?: {4}.*\n)+/g,
  },
  { path: '.github/renovate.json', cut: /^ {2}"kubernetes": .*\n/gm },
  { path: commands, cut: /^ {2}kubernetes .*\n/gm },
  { path: commands, cut: ' Kubernetes manifests,' },
  { path: places, cut: "import { kubernetesPlaces } from './kubernetes-places.ts'\n" },
  { path: places, cut: '  ...kubernetesPlaces,\n' },
  { path: newService, cut: "import { manifestsOf } from './kubernetes-places.ts'\n" },
  { path: newService, cut: '    ...manifestsOf(service),\n' },
  {
    path: 'CONTRIBUTING.md',
    cut: ', those of the Kubernetes manifests where kubectl is',
  },
  { path: steps, cut: /^ {3}`npm run strip -- kubernetes` [\s\S]*?\n\n/gm },
  {
    path: steps,
    cut: /\[infra\/kubernetes\]\(\.\.\/infra\/kubernetes\) has all of it as\s+manifests, and (\[In production\]\([^)]*\)) goes on from there/g,
    put: '$1 goes on from here',
  },
]

/** What only the README of the shop says. */
export const shopCuts: readonly Cut[] = [
  { path: 'README.md', cut: ', [Kubernetes](infra/kubernetes)' },
]
