/** As much of a resource as the rules look at. */
export type Resource = {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly labels?: Labels }
  readonly spec: Spec
  readonly data?: Readonly<Record<string, string>>
}

type Labels = Readonly<Record<string, string>>
type Selector = { readonly matchLabels?: Labels }

export type Setting = {
  readonly name: string
  readonly value?: string
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string } }
}

type Probe = { readonly httpGet?: { readonly path: string; readonly port: string } }

export type Container = {
  readonly name: string
  readonly image: string
  readonly env?: readonly Setting[]
  readonly envFrom?: readonly {
    readonly configMapRef?: { readonly name: string }
    readonly secretRef?: { readonly name: string }
  }[]
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[]
  readonly securityContext?: {
    readonly readOnlyRootFilesystem?: boolean
    readonly allowPrivilegeEscalation?: boolean
    readonly capabilities?: { readonly drop?: readonly string[] }
  }
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>
    readonly limits?: Readonly<Record<string, string>>
  }
  readonly startupProbe?: Probe
  readonly readinessProbe?: Probe
  readonly livenessProbe?: Probe
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[]
}

export type Pod = {
  readonly terminationGracePeriodSeconds?: number
  readonly automountServiceAccountToken?: boolean
  readonly enableServiceLinks?: boolean
  readonly shareProcessNamespace?: boolean
  readonly securityContext?: {
    readonly runAsNonRoot?: boolean
    readonly runAsUser?: number
    readonly seccompProfile?: { readonly type: string }
  }
  readonly topologySpreadConstraints?: readonly { readonly topologyKey: string }[]
  readonly containers: readonly Container[]
  readonly volumes?: readonly {
    readonly name: string
    readonly emptyDir?: { sizeLimit?: string }
  }[]
}

export type Acl = {
  readonly resource: { readonly type: string; readonly name: string }
  readonly operations: readonly string[]
}

type PolicyPeer = { readonly podSelector?: Selector }
type PolicyRule = {
  readonly from?: readonly PolicyPeer[]
  readonly to?: readonly PolicyPeer[]
  readonly ports?: readonly { readonly port: number | string }[]
}

type Spec = {
  readonly replicas?: number
  readonly selector?: Selector & Labels
  readonly template: { readonly metadata: { readonly labels: Labels }; readonly spec: Pod }
  readonly strategy?: { readonly rollingUpdate?: { readonly maxUnavailable?: number } }
  readonly ports?: readonly { readonly name: string; readonly port: number; targetPort: string }[]
  readonly maxUnavailable?: number
  readonly authorization?: { readonly acls?: readonly Acl[] }
  readonly partitions?: number
  readonly config?: Readonly<Record<string, string | number>>
  readonly kafka?: { readonly version: string }
  readonly maxReplicaCount?: number
  readonly triggers?: readonly { readonly metadata: Readonly<Record<string, string>> }[]
  readonly podSelector?: Selector
  readonly policyTypes?: readonly string[]
  readonly ingress?: readonly PolicyRule[]
  readonly egress?: readonly PolicyRule[]
}

/** The resources of a kind, by name. */
export function byKind(
  resources: readonly Resource[],
  kind: string,
): ReadonlyMap<string, Resource> {
  return new Map(
    resources.filter((one) => one.kind === kind).map((one) => [one.metadata.name, one]),
  )
}

/** The Deployments of our own services, each with its pod and its only container. */
export function deployedServices(resources: readonly Resource[]) {
  return [...byKind(resources, 'Deployment')]
    .filter(([, { metadata }]) => metadata.labels?.['app.kubernetes.io/component'] === 'service')
    .map(([name, { metadata, spec }]) => {
      const pod = spec.template.spec
      return {
        name,
        labels: metadata.labels ?? {},
        spec,
        pod,
        container: pod.containers[0] as Container,
      }
    })
}

export type Deployed = ReturnType<typeof deployedServices>[number]

/** What the process finds in its environment; of a secret that is made elsewhere only that it is one. */
export function settingsOf(resources: readonly Resource[], { container }: Deployed) {
  const given = (container.envFrom ?? []).flatMap(({ configMapRef, secretRef }) => {
    const map = byKind(resources, 'ConfigMap').get(configMapRef?.name ?? '')
    const secret = byKind(resources, 'Secret').get(secretRef?.name ?? '')
    return [...Object.entries(map?.data ?? {}), ...Object.entries(secret?.data ?? {}).map(decode)]
  })
  const own = (container.env ?? []).map(({ name, value = '' }) => [name, value] as const)
  return new Map([...given, ...own])
}

function decode([name, value]: readonly [string, string]): readonly [string, string] {
  return [name, Buffer.from(value, 'base64').toString()]
}
