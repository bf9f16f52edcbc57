import { config } from '../config.ts'
import type { Event } from '../kafka.ts'

type Lines = Event['lines']

/** `POST /quotes` of pricing. */
export async function askPrice(lines: Lines): Promise<{ readonly totalCents: number }> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ lines })
  return read(await fetch(`${config.pricingUrl}/quotes`, { method: 'POST', headers, body }))
}

/** `GET /stock` of inventory. */
export async function askStock(lines: Lines): Promise<unknown> {
  const skus = new URLSearchParams(lines.map(({ sku }): [string, string] => ['sku', sku]))
  return read(await fetch(`${config.inventoryUrl}/stock?${skus}`))
}

/** MISTAKE: no bound in time, no second try; whatever goes wrong is an answer 500. */
async function read<Answer>(answer: Response): Promise<Answer> {
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`)
  return (await answer.json()) as Answer
}
