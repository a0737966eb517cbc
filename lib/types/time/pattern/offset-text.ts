/** Offsets from UTC as a datetime pattern prints and reads them. Seconds east of UTC. */

const two = (value: number) => `${value}`.padStart(2, '0')

/** @param form `+HHmm` (minutes when there are any), `+HHMM`, `+HH:MM`, `+HHMMss`, `+HH:MM:ss` */
export function formatOffset(seconds: number, form: string, zero: string): string {
  if (seconds === 0) return zero
  const magnitude = Math.abs(seconds)
  const colon = form.includes(':') ? ':' : ''
  const minutes = Math.floor(magnitude / 60) % 60
  let text = (seconds < 0 ? '-' : '+') + two(Math.floor(magnitude / 3600))
  if (form !== '+HHmm' || minutes > 0) text += colon + two(minutes)
  if (form.endsWith('ss') && magnitude % 60 > 0) text += colon + two(magnitude % 60)
  return text
}

/** `GMT`, `GMT+8`, `GMT+08:00` */
export function formatLocalizedOffset(seconds: number, full: boolean): string {
  if (seconds === 0) return 'GMT'
  const magnitude = Math.abs(seconds)
  const hours = Math.floor(magnitude / 3600)
  const minutes = Math.floor(magnitude / 60) % 60
  let text = `GMT${seconds < 0 ? '-' : '+'}${full ? two(hours) : hours}`
  if (full || minutes > 0) text += `:${two(minutes)}`
  return magnitude % 60 > 0 ? `${text}:${two(magnitude % 60)}` : text
}

const shapes: { readonly [form: string]: RegExp } = {
  '+HHmm': /([+-])(\d\d)(\d\d)?/y,
  '+HHMM': /([+-])(\d\d)(\d\d)/y,
  '+HH:MM': /([+-])(\d\d):(\d\d)/y,
  '+HHMMss': /([+-])(\d\d)(\d\d)(\d\d)?/y,
  '+HH:MM:ss': /([+-])(\d\d):(\d\d)(?::(\d\d))?/y,
}
const fullShape = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?/iy
const shortShape = /GMT(?:([+-])(\d\d?)(?::(\d\d)(?::(\d\d))?)?)?/iy

interface Offset {
  readonly seconds: number
  readonly end: number
}

function match(shape: RegExp, text: string, at: number): Offset | undefined {
  shape.lastIndex = at
  const found = shape.exec(text)
  if (!found) return undefined
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = found
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  if (Number(minutes) > 59 || Number(seconds) > 59 || total > 64_800) return undefined
  return { seconds: sign === '-' ? -total : total, end: shape.lastIndex }
}

/** Reads what `formatOffset` prints. */
export function parseOffset(form: string, zero: string, text: string, at: number): Offset | undefined {
  if (text.slice(at, at + zero.length).toLowerCase() === zero.toLowerCase())
    return { seconds: 0, end: at + zero.length }
  return match(shapes[form] as RegExp, text, at)
}

/** Reads what `formatLocalizedOffset` prints. */
export function parseLocalizedOffset(full: boolean, text: string, at: number): Offset | undefined {
  return match(full ? fullShape : shortShape, text, at)
}
