export { type ListedNames, readListedNames, readPrometheusNames } from './listed-names.ts'
export { parseQuery, type Query, type Span } from './parse-query.ts'
export { unlistedIn } from './unlisted-names.ts'
