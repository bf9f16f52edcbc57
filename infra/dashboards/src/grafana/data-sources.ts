/** The data sources by the names under which Grafana is given them. */
export const dataSources = {
  prometheus: { type: 'prometheus', uid: 'prometheus' },
  jaeger: { type: 'jaeger', uid: 'jaeger' },
} as const
