import { fileURLToPath } from 'node:url'

/** The root of the checkout that this code stands in, without a trailing slash. */
export const checkout = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[/\\]$/, '')
