export { openShop } from './vitest/open-shop.ts'
