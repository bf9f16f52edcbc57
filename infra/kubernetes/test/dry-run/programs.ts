import { existsSync } from 'node:fs'
import { builtProgram, whyNoKubectl } from '../kubectl.ts'

/** Kubernetes' API server and its store, where somebody has built them. */
export const programs = {
  apiServer: builtProgram('kube-apiserver', 'kubernetes'),
  etcd: builtProgram('etcd', 'etcd'),
}

/** Why nothing can be dry-run here; undefined when it can. */
export const whyNoDryRun: string | undefined =
  whyNoKubectl ??
  (Object.values(programs).every(existsSync)
    ? undefined
    : `${programs.apiServer} is not there, so the schemas alone count (infra/kubernetes/build-api-server.sh builds it)`)
