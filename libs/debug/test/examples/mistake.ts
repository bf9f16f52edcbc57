import { once } from 'node:events'
import { createServer } from 'node:http'
import { getHeapStatistics } from 'node:v8'

const app = createServer((_, res) => void res.end('order')).listen(0, '127.0.0.1')
const [port, snapshot] = [0, () => JSON.stringify(getHeapStatistics())]

const debug = createServer((_, res) => void res.end(snapshot()))
debug.listen(port) // on every interface: any host that finds the port may slow the process down
debug.on('error', () => {}) // it could not start, or died, and nobody is told
debug.on('close', () => {}) // the process lives on without it

await once(debug, 'listening')
const address = debug.address()
debug.close()
await once(debug, 'close')
process.stdout.write(JSON.stringify({ address, appLivesOn: app.listening }))
app.close()
