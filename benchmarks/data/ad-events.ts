/** The Yahoo streaming benchmark: ad events, 10,000 a second of event time, and which ad belongs to which campaign. */

import { type DataSummary, dataSet, linePart, partsOfStream, rangeOfPart } from './line-files.ts'
import { type Draw, drawOf } from './random.ts'

/** The benchmark's own sizes are 100 campaigns of 10 ads. */
const campaignCount = 100
const adsPerCampaign = 10
const eventsPerMs = 10
/** Events come up to 50 ms before or after their turn. */
const disorderMs = 50
const firstTimeMs = 1_700_000_000_000
const adTypes = ['banner', 'modal', 'sponsored-search', 'mail', 'mobile']
const eventTypes = ['view', 'click', 'purchase']

/** A random (version 4) UUID. */
function uuid(draw: Draw): string {
  const bytes = Array.from({ length: 16 }, () => draw.below(256))
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Makes `folder`/events and `folder`/campaigns. */
export function adEvents(folder: string, rows: number): DataSummary {
  return dataSet(folder, (unfinished) => {
    const names = drawOf('ad names')
    const some = (count: number) => Array.from({ length: count }, () => uuid(names))
    const [users, pages, campaigns, ads] = [
      some(100),
      some(100),
      some(campaignCount),
      some(campaignCount * adsPerCampaign),
    ]
    const mapping = linePart(`${unfinished}/campaigns`, 0)
    for (const [at, ad] of ads.entries()) {
      mapping.add(JSON.stringify({ ad_id: ad, campaign_id: campaigns[Math.floor(at / adsPerCampaign)] }))
    }
    mapping.close()
    let lastTimeMs = 0
    for (let part = 0; part < partsOfStream; part++) {
      const draw = drawOf('ad events', part)
      const file = linePart(`${unfinished}/events`, part)
      const [from, to] = rangeOfPart(part, rows)
      for (let row = from; row < to; row++) {
        const time = firstTimeMs + Math.floor(row / eventsPerMs) + draw.below(2 * disorderMs + 1) - disorderMs
        const type = draw.of(eventTypes)
        // Only what the query keeps moves its watermark.
        if (type === 'view' && time > lastTimeMs) lastTimeMs = time
        file.add(
          `{"user_id":"${draw.of(users)}","page_id":"${draw.of(pages)}","ad_id":"${draw.of(ads)}","ad_type":"${draw.of(adTypes)}","event_type":"${type}","event_time":"${time}","ip_address":"1.2.3.4"}`,
        )
      }
      file.close()
    }
    return { lines: rows, files: partsOfStream, lastTimeMs }
  })
}
