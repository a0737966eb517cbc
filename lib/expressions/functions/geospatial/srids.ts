/** The spatial reference systems that Spark 4.3 knows, by their numbers. */
import { MillraceError } from '../../../errors.ts'

/** Runs of numbers, in base 36: how far the first is from the last before it, and how many follow it. */
const projected = `
  0 1jk.84 2.iv 2.mo 2.9 a 2.2 3 2.8 3.k 2.1 2 g.k 7.3 3.6 8 m.8 i.2 3.3 2.1 6.4 2.6 3.1r 8 2.2 4.4 4.1 5.7 k.1k 2.7
  3.2t 2.s 3 2 2.2h 2.h 3.3 f.3 4.1 2.a 4.28 9.l b.1b 5.4s 2 d g.p 2.m 2.2l c.7 n.1 6 l.3 x.p 2 z.l 5 2 j 7 2.2 3.1
  4.2 2 6.4 3.9 3.2 2 3.6 h.j 5.2 2.5 4.3 4.1 3.9 3.d 2.6 6.4 4.2 2.2 3 1j 5.8 2.1 2 3 7.3 5.3 8.2 d.3 2.2 3.1 3 3.9
  5.2 4.2 2.2 2.p 5.1 2.2 3.2 2.l 2.2 2.2 2.8 2 2.1 2 3.6 4 4.m d.2x 5.9 8 3.9 2 3.g 3.g 2.1 4.3 3 6.3 m.l 3.v 22.23
  3.7 6 3.w 2.9 3 a.2 2 3 3.1 x.v w 2.3 4.9 3.w 2.a 9.6 4 2.6z 2.1 2.1c 3 3.6 6 5.3 9.6 17.2a 4.1 2.1 4.1 3.8 5.2
  l.2 5.3 2 4.3 m.3 3 4 c.d 5.1 8.2 r.8 f.p 2.4 l.j 3.8 3 37.3b o.n n.1 29.39 6.1 4.9 c.9 6.4 3.1 7 1c.w 2 2.a 2.2
  a.1 9.7 5 2 2.i i.d 9.d 2.h n.2 6 6 8 3 c.1 l.j 3.1 6.3 5.3 5.1 6.3 e.4 2.5 2.26 4 2.3 2.1 2 2 2 2 3.2 2.a 2.2 2 2
  2 2 2.4 2.3 2 2.3 2 2 2.9 b.1 18.16 4.1 2 a 8.7 2 4 4 2 2 2 2 m.6 2.1 7 8 6.1 1q.b 2 2.3 2.7 3m 2.2 3.5 3.4 3.3d 8
  a.5 g.3 l 7 9.f 3.10 l.1b k.1 d.4 2.g 1j 8.3 5.d n.2 7 e.d 3.1 n 3.7 a.2 4.3 5 5.6 2.5 2.1 3 3.3 2 k.2 2 g 3 2.4 4
  3.1 4.2 3.3 4 3.k f.8 j.4 3.2 4.2 4.3 2.9 5.7 4 2.1b 2 2t.1 5.1 6 3 3 3 2.1 3 2.1 d.8 3 2 2 2.5 5.4 e 2.1 6.1 4.2
  3 3.2 3.1 8.a 8.1 r.19 3.2 3.1 5.1 2 9.1 2 2 a d 2.2 3.8 4 4.2 2.6 b 3.2 3.2 3.1 a.2 4g.1 5.2 2 2.g 5.2 3.3 3.2
  3.1 4 3.2 3.2 3.2 3.2 3.2 6.2 3.1 4.1 3.1 2 2 2 2 2 2 3.1 2 2 2 3.2 3.b 2 4.3 3.9 2.4 8.3 g.1 3 3.5 7.1 5.9 x.2
  y.h 3 3.4 2 3.8 9.3 7 9 t 2.9 9 4.2 h 4 2 2 2 3 2.3 g.1 3.2 4.7 2.4 4.3 7.1 5 4.5 4.1 7.6 7 3 l.6 2.b 2.3 b.7 8.1
  5.2 2.2 3.7 3.4 3.2 d 6 3.2 2 3.1 2 a 2.1 5 3 3.2 8.2 f.2 6.2 4 2 2.i d.d 2.5 7.2 b.8 c.1 c.f e.2 1z.4 13.1 6tm.1e
  c.u 17.3 32.a 2i.a 26.4 1n 13.1 6z.1 v.2 28.s 2.2 1w.s 3.2 1m.2 3 1c.2 1l.1l r.1 f.1l 1d.a u.a a.a h 7s.2 z.1 21.3
  2.3 3p.1 1m.1 27.6 4.6 4.6 a.f 7.3 2.2 3.1 3.7 c.3 a 2 2 2 2 2 2 2 2 2 7 7.f a 5.1 a.9 y.1 f.f 14.3 1k.4 2a.f h
  2.5 2.9 17 7.f h n.3 5 a r.f a 4f.3 y.a 1g 5 40.1 1p.w 2s 7f 3m.n d.6 5.7 2.8 1g.2 2r.1 1g 2s 2x.1 5.2 t.5 n.d 39
  1b.1 n t 3a.3 2o.4 1k.5 9.2 2z 6f 4g.4 8h 3k.a 1a 1c 77.4 16 2m.1 1n.2 13 4f.1 14 1o 9.l 7.1y 2.2 8.4 4.7 4.7 4.t
  l.8 2.m 6.h 2.1e 13.3 28 28 5.r q.2 v.1 2r.7 v 1r.1 7 1p.3 7.3 7.3 7.3 2y.7 dg.2 13 38.a 18.u u.u 30 av.1 30.1 h.4
  1a.4 5.8 2.8 p.1 34 12 2 2 2 2 2 2 2 6y.1 1s.2 10.1 32.1 l.3 q.3 76.i l 3v.1 47.3 2p.1 3t.3 1n.1 8 6c 2l x g.1
  28.8 6.3 7.4 2.g 3 1y 2j.8 m.4 x.1 1z 2s 3u.1 1p.1 g.5 17.12 2.q 2.t 2.3 7.3 4.5 c.2 4 3.n 3.q 2 3.3 d.j 2.1n
  15.1n 15.1n 15.1n 14.1v x.1p 5 39m.8 5d.7 3.o 2.6 2.2 2.6 2 2.1 c59.3 4.b 2.b 2.3 5.4 2.1 p.6 pl.3 4.b 2.b 2.3 5.4
  2.5 l.6 a.6 2.3 8gg.1 2r 2 sfa.8b 4.1at 2 9 9.j 2.3 e.3 1e.19 y.7 d l.1 2 p 8.5 p.1 h.1 89 b v.4 5 b t 3.1 3.2e
  e.27 h.2v gq.3 2o.4 2e.9
`

const geographic = `
  2y3 2 2.1 1s.1 h 2n.o 2.9 4.7 5.3 j.1 5.1 13.1k 2.7 3.s 2.1z 2.s 3 2 2.1 2 a 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2
  2 2 2 3 2 23 3 3.1 2 3 5 2.1 7 1t 2.1 16.1a b.30 10.a 2.8 2.1 1n 2 2 2 2 2 2 3 2.4 3 2 c 2 2 2 2 2 2 2 2 2 2 2 2 2
  2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 d.1 3b 2o.1 4 c.1 5.1 b.1 1n.1 g 2 b.1 5.1 4.1 5.3 7.1 b.1 1m
  d 3 l.1 z 3 i.1 e.1 v.1 2g 45 1j.1 6w.1 20 2v.1 7.1 2.1 2.1 13.1 8e.1 11.1 24.1 2q.2 9 2 2d.1 2.1 3.1 2.1 18.8 u.1
  b.4 19 2.1 2.1 6h.1 7w 2 2 2 2 d 2 2.1 2.1 33.1 i r.1 10.1 4.1 e.c 3 2 2 2 2 2 2 2 2 33.1 16.1 41.1 3 2 2.1 4 2
  2.1 2.1 2.1 2o 1c 4 n.2 2.1 i 2l 2.1 3v.1 9 4.1 3a.1 16 s b.3 4.1 9 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2.1 n.s 2.1 2.1
  2.1 2.3 2.3 y.4 2.a 2.1 2.1 1s.1 7.1 4.1 u.1 1s 3 2 e q.1 5 9.1 n.1 v 8 7.1 4 j 1e g.1 4.1 1z.1 44.1 5.1 11 f.1 3
  5 d.3 2.3 2a 5 m 1a p 5 5 f.1 4o h 2.1 7 6 5 8 5 5 5 5 5 8 c 3 4 4 5 3 4 5 6.1 e.2 4.1 2 2.3 f.1 h.1 1v.1 1i 6.1
  2n.1 y.1 h 5 7.1 2.1 v.3 g.1 y.1 a.1 2.1 j 3.1 i.1 3.1 5.1 8.1 6.1 n.1 i b e.1 g.1 6 b.1 u.1 a.1 3.1 2.1 8.1 22.1
  6xq 7.1 4.1 d2y.8 5d.7 3.o 2.6 2.2 2.6 2 2.1 1fhw 9.j 2.3 e.3 1e.19 y.7 d l.1 2 p 8.5 p.1 h.1 89 b v.4 5 b t 3.1
  3.2e e.27 h.2v
`

function numbersOf(runs: string): ReadonlySet<number> {
  const found = new Set<number>()
  let last = 0
  for (const run of runs.trim().split(/\s+/)) {
    const [gap = '', more = '0'] = run.split('.')
    const first = last + Number.parseInt(gap, 36)
    last = first + Number.parseInt(more, 36)
    for (let at = first; at <= last; at++) found.add(at)
  }
  return found
}

const known: { geometry?: ReadonlySet<number>; geography?: ReadonlySet<number> } = {}

/** @throws ST_INVALID_SRID_VALUE for a system that there is not for geometries, or for geographies */
export function checkSrid(kind: 'geometry' | 'geography', srid: number): void {
  known[kind] ??= numbersOf(kind === 'geometry' ? projected : geographic)
  if (known[kind]?.has(srid)) return
  throw new MillraceError(
    'ST_INVALID_SRID_VALUE',
    `Invalid or unsupported SRID (spatial reference identifier) value: ${srid}.`,
    { sqlState: '22023', parameters: { srid: `${srid}` } },
  )
}
