import { sku } from '@tailspan/contracts'
import { z } from 'zod'

/** The `sku` fields of the query of `GET /stock`. */
export const wantedSkus = z.array(sku).min(1).max(50)
