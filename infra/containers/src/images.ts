/** Every image that is not ours, pinned; compose.yaml, the Dockerfile and the container tests name these and no others. */
export const images = {
  kafka: 'apache/kafka:4.3.1',
  postgres: 'postgres:18.4-bookworm',
  jaeger: 'jaegertracing/jaeger:2.13.0',
  mail: 'maildev/maildev:2.2.1',
  node: 'node:24.21.0-bookworm-slim',
  toxiproxy: 'ghcr.io/shopify/toxiproxy:2.5.0',
} as const

/** What compose.observe.yaml runs besides, pinned; nothing else needs it, and no stand-in is built. */
export const observerImages = {
  prometheus: 'prom/prometheus:v3.15.0',
  grafana: 'grafana/grafana:12.3.0',
} as const

/** Kafka Connect with Debezium, for who asks for it with compose.debezium.yaml. */
export const connectorImage = 'quay.io/debezium/connect:3.6.1.Final'

/** What an image is for. */
export type ImageName = keyof typeof images

/** Which of them the system itself needs; toxiproxy is for tests only. `TAILSPAN_JAEGER_VERSION` names another Jaeger. */
export function systemImages(env: Readonly<Record<string, string | undefined>> = {}): string[] {
  const { kafka, postgres, mail, node } = images
  const version = env.TAILSPAN_JAEGER_VERSION
  const jaeger = version ? images.jaeger.replace(/:.*/, `:${version}`) : images.jaeger
  return [kafka, postgres, jaeger, mail, node]
}

/** The label of an image that was built from packages because the official one could not be had. */
export const standInLabel = 'tailspan.stand-in'
