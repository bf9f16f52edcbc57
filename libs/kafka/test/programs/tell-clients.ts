import { registerHooks } from 'node:module'

const packages = ['kafkajs', '@platformatic/kafka']
const loaded = new Set<string>()
registerHooks({
  load(url, context, next) {
    for (const name of packages) if (url.includes(`/node_modules/${name}/`)) loaded.add(name)
    return next(url, context)
  },
})

const { createKafka } = await import('@tailspan/kafka')
const log = { debug() {}, info() {}, warn() {}, error() {} }
const client = process.argv[2] === 'platformatic' ? 'platformatic' : 'kafkajs'
await createKafka({ brokers: ['127.0.0.1:1'], clientId: 'test', log, client })
process.stdout.write([...loaded].join())
