import { existsSync, readFileSync } from 'node:fs'
import { readArtifactSettings } from '@tailspan/local'
import { folder, whyNoKubectl } from '../kustomize.ts'

const versions = JSON.parse(readFileSync(`${folder}versions.json`, 'utf8'))
const { cacheDir } = readArtifactSettings()
const inCache = (name: string, version: string) => `${cacheDir}/bin/${name}-${version}`

/** Kubernetes' API server and its store, where somebody has built them. */
export const programs = {
  apiServer: inCache('kube-apiserver', versions.kubernetes),
  etcd: inCache('etcd', versions.etcd),
}

/** Why nothing can be dry-run here; undefined when it can. */
export const whyNoDryRun: string | undefined =
  whyNoKubectl ??
  (Object.values(programs).every(existsSync)
    ? undefined
    : `no kube-apiserver ${versions.kubernetes} in the cache, so the schemas alone count (infra/kubernetes/build-api-server.sh builds it)`)
