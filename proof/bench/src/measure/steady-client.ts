import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

const [url = '', body = '', ratePerSecond = '1', seconds = '1'] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true })
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }

function post(): Promise<number> {
  const startedAtMs = performance.now()
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, method: 'POST', headers }, (response) => {
      if (response.statusCode !== 202) reject(new Error(`${url} answered ${response.statusCode}`))
      response.resume().once('end', () => resolve(performance.now() - startedAtMs))
    })
    call.once('error', reject)
    call.end(body)
  })
}

// Each post has its time, which does not depend on the answers before it.
const count = Number(ratePerSecond) * Number(seconds)
const beginMs = performance.now()
const answers: Promise<number>[] = []
while (answers.length < count) {
  const dueMs = beginMs + (answers.length * 1_000) / Number(ratePerSecond)
  await pause(Math.max(0, dueMs - performance.now()))
  answers.push(post())
}
process.stdout.write(JSON.stringify(await Promise.all(answers)))
agent.destroy()
