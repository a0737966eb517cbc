/**
 * What the composite estimator of HyperLogLog sketches interpolates over: for 2^k registers (k from 4 to 21) the mean raw
 * estimates at 257 numbers of values that lie evenly. The tables are those of Apache DataSketches, with which Spark
 * estimates what a union of sketches holds.
 */

/** Numbers of values are multiples of the step. */
export interface CompositeTable {
  readonly estimates: Float64Array
  readonly step: number
}

const tables: (CompositeTable | undefined)[] = []

const steps = [1, 2, 3]

/** The table for 2^k registers. @param k 4 to 21 */
export function compositeTable(k: number): CompositeTable {
  const known = tables[k]
  if (known) return known
  const scale = k < 7 ? 1e12 : 1e6
  let value = 0
  let difference = 0
  const estimates = Float64Array.from((changes[k - 4] as string).split(' '), (text, at) => {
    const change = Number.parseInt(text, 36)
    if (at === 0) value = change
    else {
      difference += change
      value += difference
    }
    return value / scale
  })
  const table = { estimates, step: steps[k - 4] ?? 5 * 2 ** (k - 7) }
  tables[k] = table
  return table
}

/** By table: the first estimate, the first difference, then by how much differences change; 36 digits, scaled. */
const changes: readonly string[] = [
  '3ter127pq 5zs092g0 71me7u8 73up6g8 767ej71 77lzi9b 78l75iv 79pytl0 79tbk1u 796fi8v 794ejva 7738dvw 76rgfzn 72wad' +
    'wh 715mej5 6wzk2ae 6tsmf8e 6qlhvj4 6l860oq 6gmfjvz 69jqlrt 64k4s61 5xko9ik 5t2dqsg 5j6pqin 5cp2t6n 58d2r9j 4y813' +
    'fr 4qw3uy4 4k6ubud 4au3413 44g7t3y 3xosv65 3ovdcyw 3gv75fb 3acuaxl 342qcat 2voeyo0 2q1ymdc 2ihxx05 2ctqn31 29ecm' +
    'gl 212qovt 1w89mzb 1rn0lwf 1kpnlkf 1hgxips 1d6029c 1at4y7f 16lk3sn 10yl7os ys5rum urc91o vwyufa po9l23 nuz78q ji' +
    'cp69 k7rb2r h3pfu2 hqo3th dto15w bqfsd0 cfsnsq al49e0 7jd7dw 7ns51k 7ojh7e 8vdv40 7e2ikv 4hu01i 4dvdyg 1a4m5m 3h' +
    'i5s1 458lxg 4nptlf iwms8 2isdz4 53zhd4 -3y59xz 49svrl 151qo5 r7yx7 -3xvbz8 9ohr7q -wiea1 2pzs78 -1vmena -gqe9x 1' +
    '2ee6j 18rpac 17xpwc -2m25wz 104fbp -1p6mkx 7cunwz -12oqw0 188rvv -2pwjdt 23tlra -58vorv 5o8r29 14z6wc dw1yu -q2d' +
    '8o 32v7me -3um6vq 3qpxls -2wz7ke 22x6u8 -1x1zad 2osrek g99ne -1xjyyq slzny -ftieh -13rak4 62zcpl -6qog2i 5tekpz ' +
    '-25p5xb -3t8hrw 69qess -2nt7qt -2ns819 ejcc9 -14bm11 3tu7kg 1zv87y -3o6as3 1ndfac 4nr8ro -b9kskg 3cphyv -eu111 1' +
    'kmhl5 -3mn5i7 -3miwdr 3ijhkw 277vns oqb7p -1g4cc 3s2p0z -4ygvz5 2oc0ox -5hztub 2jxae5 63sfzl -6hq31n ubsid x58pn' +
    ' 2c5y52 -14iz2g 2u97yu -3217sp -3cyjg2 12vv9x 3zqfww -37t4hj -4ne7yx 8ytj3q -647e9y 128oc5 48tqhk -9j5x2m 2xe070' +
    ' 7klkwf -4di5s4 -1ppe7g -1ynvju 59anrn -1j7xib z0bm1 -rf2jz 3bwgwa -bsit57 e3t5v0 -4y5wj1 -2g1vy2 ipj4y 35l3sk -' +
    '46tjhw sb321 -20h6eg 3w0aa1 -5rsmrl 6oiw7i -5qbu71 2ju4ba 2f3t5l -14ghxo -62u9o2 4wdkkm 2led26 -3sa87o qs1tw 2fz' +
    'gi7 -fzrbi -39yvgv 5h1wt7 -52zymy gy9kb 6zouod 2tvo6t -c3ah59 3b6w3p 56tio7 -4nf0sq 1cemp6 -f0sk 1qop54 -1rzvp9 ' +
    '-17brg3 2gw1el -16815j -11w1cp 2me7wa -2b7cga -9e7dl -uf760 -4sklx5 2kuvev 2lnu2o 30rcmq -7prbho 7xxe68 10q27r -' +
    '31pmzu db5vn 3rbyxr -544sg5 -39xfea 37n33h 2npf8h ftgp0 -1bbxcj -1to7ub 3ys94w -44gpzp 2vxspu 1nm84i -3otj8f 1s9' +
    'g09 -45pq8m -2j1tyi 78qj66 1xhm00 1tuz0 -631q73 2qlugc -1n08xz 8sc8m9 -cnyx6c 4qfcf0 me9hw v0cf7 -1seoa0 -2nsclm',
  '7wmbdwtxk c83ds1me dmtwcut dqjgxfb drvy9zl dtfd8ml dubhe0r dtupdph drr18sj drvfh5f dp5intz djeg5nz dh1tntc dabwz' +
    '4f d5hl27b d02m4kw croh5bb ci31uej caesqla c0lujm9 bqptioq bfr8dfl b5zizt6 aupi2si ai0f945 a6jh0fx 9twilpl 9fs8v' +
    '8y 93b524n 8stralq 8eg8ihg 8265shp 7n7vcce 7ags04h 6zs7gnh 6mrjcqb 6778pmr 5xba0sl 5ph2q5i 5b6nrg6 507gu6s 4pgpo' +
    '08 4htyemx 41hi5u3 3uycxxy 3mok253 3bu2ql5 33vsqzg 315kwc2 2pfkr3z 2jw1iy6 29p1z21 27m2pw0 1w3gegi 1tzkcuc 1vhfz' +
    '3a 1d94xze 1iuf1b9 1anmv7y 13jbdti 18xg87s 10iktyz sebi03 rzxcgv rs6sfh qukpnn k0l04y hrh8im k6cl2u brmt78 mail3' +
    'g ck471v a7h64k cwiavm 8dc6qj cde2rp 5r0lpf 6i6wc4 1zqapn 8cqvm0 1xxsag 96flqg 4gfntv 2ei816 -2ipdi2 9nt2r9 1qh0' +
    'ur -4qkr2p 6seuyk -cfyea 6cap7k -u9oxs 626n3l -1yj389 3mv6jq -6cq0lg 4yorab 4rmv98 -lsj94 14s7ev -3705i6 8msn2e ' +
    '60e7o1 -6sj0mk -2mpf7 -4qn52z 493ums -21xyvv 2bvbc2 -1l4l96 -301wqx 5ypz0f 1rirra 5t6f0l -9xvf57 bvzd5 5seo0m 3z' +
    'ad1q -47hni2 373kqu 2q1890 -a637j2 59hqdt -bb24z -1epho6 -43c9ui 1i70vd 36g8lm ach31 -6cbrih 67j7qp gbu0t -4dh4p' +
    '2 8wbxek 3qkx9d -8sksko 22xnya -5jg9yv 53fj5f 1enhe3 16yd82 1ojzb6 ecvtk 1adr5q -4orz44 -4gq0du -19dx3u 137323 5' +
    'atyfy -8zl1ej -37csz3 bm11pq -43hdax -1u1ioj 1vti1q gx1yq 12jlqj 129j4h -5cudm5 -2bqhgd 4v3m69 -1xk722 377lb2 -6' +
    'y4v7d d34v7v -653o7a -57ot6n rk9im sttrg -718n5w f87g2p -81c316 -1c06ve -2g4ort yluam amgofk -i10mxy 54nqbs 31p7' +
    't3 qj473 2wm8mh -234jkq 6xwy03 -azk7ek b0otxy -73k0sm db6f8 1vgq6v -2p1s74 48l7rb -87k5au 4sganr -7rrdof b07dp9 ' +
    '-5x4rvg 2e76qq 1e90y8 -5nwcv5 13lxyg 22wxa1 -12r68y -xl3md -39anld 8bbclc -2fsiwr 4ta9cr -9cpj36 5k0l3h 1mas8m -' +
    '2b1ltw -6byt2 2l75xb 3wksoe -1s09yu 705gyk -5smwo7 -eomf -5ljqul 1xnaxz -2k8eo6 1be6ob 3tg3cd 6rgykz -ed36my 22i' +
    '26c anujlg -69scsk j03zb 1eo02u -735t4j 9e82ap -49hh5o -491u2n 2d1deg -iq1vv 460ml0 -bxc9fa 5hz8de 753c0c -z9r1f' +
    ' 67xbn -3h755t -1huwk0 -2ckei3 5o89md 5vqiio -al11yo -dmeo0 3dukas 648pt9 -6jzdjv 41fd5 8hapm1 -9dft4e 3k3m4t -2' +
    'xixbo -8sxvt',
  'g31g2qmrg ifst0g9o f2ke119 f4trepk f6tid28 f5u96zq f8xep4z f8r6ibf f6go0u9 f7qn9a2 f5eaqt8 f2j6ygx f2vg075 extuh' +
    'bs exocwfm eqrvep0 epj2l1d ek0pau5 ebddpim eal22ah e2p1ha7 dwn9wgk dlttzih dku2yhw daq23aw d4pvzet cso21i6 coroq' +
    'yi cemm8my c74y6yo bw7r0hr blhxlut bgs6z5m b3hcrte aw1lfwj ai7dnlu a9vs5rp a69o62z 9o664bu 9bpr9bb 9b23aw3 8vkbn' +
    '7g 8j8ecgu 8b7pbg7 85g9q3c 7o96alv 7hghmnc 7dt4p1k 6yvr7sb 6o43320 6gm3phz 68rpngr 5tfbct2 5nm5vnk 5kkugiy 56viv' +
    'cd 51qcjd8 4q0zapp 4o8dhl9 45fg29m 4dfgz3m 3w7189f 3qyct8j 3odztu9 38nbcyf 3ct4uzx 32nolst 2z6uaz4 2os07db 2j0yp' +
    't7 2ih6u9r 26nxiv7 2f3nxfi 264zygm 1xea4w9 1ubxl6f 1rgfbt0 1qz2s4d 1bt1ka1 1j6bypd 1grnwbm 1bxvna5 10gog5e 19u0h' +
    '5n ytozj3 xc6bdi x1vo6c 13csfvw hkftet y4nfif uz7dz4 9kl97k txy8ef h8e75t wetn7g -nrl04 jlh7sn fepwzi eio7l8 m3d' +
    '2vc 2dm3ni m212f5 5z1t9u 7ow8yk 3zzed9 fj8w98 -2txi7v gupb55 6d6kpf -2ze8i d4zlo5 -1ztcag b0nlmd -741utl c59jji ' +
    'fbb2mh -chksnd 881zwg 1uamqm 4jqw5y -2u7dpg ewyqrl -6sksce 7f6k8r -gzs1t2 9a0hee cyqlna -12a220 -1z3qmm 7uy7ls -' +
    '812o5a gdic2b -bf6hju 1x2xe5 70wzlh 32kr7f -5dlama 1xsp94 -9r9p8 neqys 3v4fky 60bq29 -1jahm3 2fdure -3opnhy 1hqg' +
    '6z 490pj9 -6zmpm1 18nbu0 6cgdat 2j2nvd -3fi9cw -l3qdo -50g9w7 42bg93 -4xozm9 1f2ge2 97y1wt -7lvvmj 52bybe -537j9' +
    't -1a0urh -tt4jb bxx0dr -1pqljv -bzf4yp dp8djg yrn50 -4gaqgl 703n81 -cdojha 5i56jj 8kvjsr -clmcl9 5bhmfs -qdf79 ' +
    '-3yh7so -61seb2 em5b47 -6250wz 44n5kt -cihty -27gyy6 1ybabq sjuhi wi9vc 4sb1vd -b6gn08 -7z3lwv 986he1 -a8o216 4n' +
    'nedl nd4mcd -k0o9fy f7jb7n -g9c97l -6qte0u 4z5pko 8mwa7t -idx7dz -bv19y 46y055 e5zrfz -5c65wt -9bpnq3 72aen3 37c' +
    'jhr -1uw04u -1xmiv4 -tlvzg fke0p6 -gu2mmg a8f48t -76uauf -2rxtrl -3nlzf9 k1pik 80unbz -1d6fnq -7wvj95 1bwqqs 4rn' +
    'm21 -2p0ksq 4623z7 -kd9aet okzezd 6xjytq 28kgqm -ip2c1s -34snrl awdzd0 -9j2eug c16ynp -ctgopw m6zm1s -7n45tu -64' +
    'd3gu 5a43mb -ejtabv 50ciht -2auutf 1fru9w 75eb1t -4anipj -5wh036 -2wja7q f3uwf1 -69g8mk 87mczb -k3djdg fnpvtd -8' +
    'qtn9q 9otf40 -btj2fu 1cz94e hucd6x -f920vb',
  '1iibzz 1frym ysu yzv z3q z2o z8l z48 z5u z49 z1p yy4 yvu yvs yok yio yi7 y1s xu5 xwj xkl wwm x4c wjp w9r vsy vnt' +
    ' v8b uwx uiv ty3 t71 toj sby sd1 rw1 qyp qz9 q67 ppz paf p6h obn nfn n8e mqm m36 ljl lhb k9m jte joy ixa hui i05' +
    ' i86 gc7 gwl glc f20 e5o etf ehc dqz cm7 ck5 cgz c3u arr bp0 a67 9qk aan 87s a6f 895 8pr 81d 87k 70x 7au 5s4 6b7' +
    ' 7h2 5k5 4rr 6cc 4w5 55k 4o8 43r 3xx 5k5 38g 33k 3hu 3sr 2zk 33y 313 2sn 2bj 2qo 1ev 2li 2gg 1kv 2lj 11f 2bi 1qt' +
    ' q0 zr 1qm 1xv b7 r5 zx 143 2iq -ki 18s 22t ny -tx rj em 1b4 -9w 1ks kk -bx -ra 6w 1lo 135 k1 -m es -f3 6e t2 -1' +
    '0l 16t 189 -te 7w -kn 1s0 -1aa -5 dl dn sg -1dn -bh al 220 -1ih oe -na 16g -1hm 19f 1py -18f j0 -7k f4 -g4 -xd e' +
    'd -p9 bo 120 -g5 xn -yo -fc jo 6v -e2 -qn v9 1ig -af rp -2ii zy 195 -ud -n2 wa -9a -ol 17p -7d -ri 9x pl -kj -6z' +
    ' 138 -b5 -1qv 15f i9 4n -1e1 1hn c -hr -8k -89 6g 5e -b6 -11j km xo 1du -nn -bf -ce jz -123 a8 x0 -29j 2tq -2az ' +
    '1ek -v7 1fw -2p1 2co lo -29y 1vv f4 -1y1 q4 ih -x5 14t -r5 -12p 1fc 80 -1ps -7z 19o -2q -n9 q0 -1le 1yl',
  '31h508 2vscp 1xfx 1xri 1xv2 1xvz 1xv1 1xw2 1y0h 1xw9 1xq7 1xm5 1x5h 1xgi 1ww2 1wh5 1whd 1vhu 1vt6 1uq9 1uma 1tsu' +
    ' 1t1j 1sxy 1rx6 1rig 1qv1 1ppp 1p8k 1obu 1nff 1n0v 1lyl 1kwu 1k6l 1izg 1i7k 1hjt 1fyu 1f8e 1e29 1d5u 1ci0 1awa 1' +
    'a9a 190r 17lq 17f3 15mi 152g 13fu 139h 127b 103l 10x2 xvs xvi x86 va4 vgh top tck rpa qx8 qbr pck ox2 nf8 mts n7' +
    's k6b kjv kop hhz ic5 izk gl2 fmk fln etg ezi cvs ck8 eei aah cpp 9lc be5 9vy 9nw 9dk 8vs 7op 93w 6s4 7l5 7r8 56' +
    'w 7n2 62z 5eu 4nu 5rv 3sg 3bq 6so 2kk 482 4az 2gb 5ae 1f6 3x5 2c1 2id 2nu 287 1c1 3di r8 1mc 1zh 16j 2uc 1al 1t9' +
    ' -cs 3pl -b2 gv cc 1dp 1si y3 -18 n6 17d 5w 140 hy 224 -oh d4 wu -4q -28 1ne -1yn 2g8 -n2 -95 1wp -v0 ub 53 -qp ' +
    'zq nt -t9 7u -10w t4 h8 23n -14i -1er 339 -1s -1l3 c0 1ki -49 -180 64 1f8 -1w3 -11y 25g -dc -iq 5k ih -ao m7 -1f' +
    'w 3bi -2k7 -ai 29s 31 -2a -2c6 -g 3ax -o2 -1pz l5 -9q -at k9 17f -mr s2 f2 -np -3 -bb -1fv 2x0 -fy -10t -iy 1gs ' +
    '-g3 -oq pp -hs ll 3a -1pg fx 226 jh -22o -i3 ij 5b qw 1kt -21s -19v 2io -1zd le -1k4 1ol -dt 12n -2lo 3sc -3q4 e' +
    'p 2on -hu -1ub lt 3k 33 -x8 lj -14d 352 -2mq -f9 lj 2ee -qv',
  '63eure 5rt81 3usg 3v09 3v6g 3ve5 3voj 3vlp 3vku 3vab 3v0f 3uzr 3u8s 3txp 3tg3 3smz 3rsx 3rxd 3q07 3pp5 3oam 3ndv' +
    ' 3m1h 3l0u 3jzy 3iad 3gia 3fpe 3d78 3ctn 3a8p 39n1 370l 354o 342q 31wr 3021 2x97 2wdl 2tuh 2suj 2pn1 2oo2 2lgx 2' +
    'kem 2hes 2gbm 2dk2 2b9y 29yj 27nz 26nx 22hz 20wz 2030 1xnz 1w0i 1s1k 1tdp 1pid 1nj1 1m5q 1k6m 1hk5 1h37 1e03 1e1' +
    'k 1c70 17xj 1agp 14tb 154j 143a 11cr 10yj zmq you vwq uud va1 ram s1s shx odp mvq nf3 ls6 lbl krp izq l7b g31 fr' +
    'r h54 f19 g2g b1q fsl buk c62 b6h cdu 8nj 81d c54 9h8 5as azo 66a 7dq 682 6ju 5wp 401 91j 26r 6qv 2ta 23o 63s 5x' +
    'x 3in 1v1 2m8 2rw 4xs 3kg -no 4tv ds 1xz 1v5 3c7 22f l1 1ln 1r1 1dm 187 23i -xi -9t 3qg 1y 6e 2oj -1u7 14s 1sb -' +
    'cr i3 1t3 -h8 k3 bm -4n 1kv so 6y wi 1c1 im ec -nf l6 -1xl 19q -vv 1qr 23t -m9 m1 -3kr 5js -373 l2 -1po -63 4cu ' +
    '-2s6 -52 4e 1jl -t4 h7 2xv -1hv -oq ok -20h 1kx -22r 2s3 cq 50 po -14y 5o 262 -208 ea -5a -121 -5q -dv 1mz -1ye ' +
    '16e 1w4 -2kx u5 2of -nk -1kh d0 1mf -u9 21h -4fr h7 3eo -2c9 1gs -2vu 1et -25t 4b1 -4o0 3p4 -n -1le 40m -31d 1zw' +
    ' -25 -2h8 19d -do -gj -nq 1ux 4y -1nh -p1 7z -7e wy -it 3e2 -38s 2ac -43n 3wd -676 5rf -1k0 -m0',
  'c7ac5m bjv54 7oyh 7pth 7qjv 7qbe 7r2o 7qnu 7qfw 7q7q 7qc0 7ot8 7oe7 7nln 7mg5 7kzm 7jkw 7i04 7ge1 7efo 7c3q 7atf' +
    ' 77l2 75d9 7377 70dm 6wyl 6tit 6s0y 6nqn 6k8r 6ibz 6e5k 6ab3 66hl 63yb 5y7u 5xcu 5qic 5osz 5jm7 5h0s 5am1 58nc 5' +
    '39u 4zcj 4w54 4rxj 4ld4 4jk0 4g7u 4aaa 45z4 43tw 3z03 3ufm 3ro7 3nf4 3j3r 3dza 3dqq 36at 33uz 31zx 2yt1 2u2f 2nn' +
    'y 2mkv 2k1v 2gqa 2e9r 2813 28q2 24lv 22nt 1wxn 1wqj 1u8d 1r87 1mpl 1kfb 1m3f 1g0q 1dqv 1e6e 1cf6 161j 17q8 153u ' +
    '14u6 10jh xgw 10j7 v1x w53 sk4 rtq sbs mxx okf m27 mfd ks0 ky1 ijw fsr hbs jj1 cca gwy akg eg2 b77 dmm am9 8yl a' +
    '5z 9ck 7wl 5l6 bzw 4q5 77w 609 8dd 3nw 62p 53r 4gf 3mb 2wd 6hp 2wm 1ly 5yd 1v5 2vq -og 5z1 488 -16y wl 4gk 489 w' +
    'a 31t -1fe 1c0 pp -fl 6kg 116 4ot -4ct 1lk 3oi -1gt -2q -28e 1ym 20t 1rm -2mb 3bs 118 to yx -1kj -ul 3ae -3m6 5t' +
    'x -ao 8x -3ql 6x6 -2jr -2qs 379 -k7 -56j 1lr 492 2vh 20g -5gr 4op -nr 7h -3nz 2b5 -cb 2w2 -4sp 238 3te -2x0 -rh ' +
    '1ig 2h7 -yr 38j -3a4 -33 5m 3b2 -8f2 4ur 2mt -7d -220 -lu 1yy 101 4x -23s 1xv 6u -33o -21c 581 -1ul 2j1 -1zw -r6' +
    ' -en -ht 46c -3y1 2mn 5r 190 -3ni 12i 1ua -32 db -55k -1va 5nz -2xh h9 -2fd 37l -uy 3hd -3tc 1q5 -27r -m4 2mx -6' +
    'am -hp 46v 1te mu -198',
  'of1bw2 n3yp8 fe3l ffb5 fgbh fgqa fh4j fh91 fh44 ffsz ffcj fdxs fci2 fafc f82h f6dx f2af ezqc ew3z erzm eogp eji4' +
    ' efzp e9fn e6io dzoh dtx2 dol3 dhnl db4y d6ox cyr1 cr1a cl2k cd0h c5kf by7k brzr bjef baff b31m aw7g amlj aers a' +
    '858 9zkd 9qhk 9hkl 9ary 93mr 8t25 8m7v 8d33 879y 7vtu 7squ 7gfl 7ay3 73m1 6t87 6l5l 6hu8 66a0 63yg 5x4b 5ivf 5gu' +
    'd 5b2s 5412 4v0z 4s8l 4jwb 4h85 45rq 4292 3z45 3tmb 3n18 3jfv 37wn 3b7g 321i 312x 2qge 2q8w 2kcw 2lg4 2cho 29fe ' +
    '25lo 20io 20pv 1xnk 1ua1 1rva 1gq9 1qke 1ex3 1gac 1atu 1abe 18ql 14pa 16sd 1116 ydt yf5 sqt whq u03 slt pmx mk1 ' +
    'mr5 lr9 k44 kid k1j gek fjg ia0 9cw f12 ee1 ato aln btj 7ft 909 efo 7af 983 6i7 86x 2nn crv 85 94g 34y 80k 22j 4' +
    'k3 4h5 733 -4l2 78b 25a 2rh 2gl 3zw yk 1z5 -55 5xu mt 4p4 sl -ko 2e1 -1y5 62t 17x ca 277 4yl qh 15r -7te -zu 8vw' +
    ' -3zy 5hn 42 2vh -3si 6u1 1rm -6m1 1uk 3ip -28g 43w -g9 -3bg 5kk -2ds 54p -46i z8 en 1y6 1a 7z 1ng -1f 1ir -3g3 ' +
    '5u0 -oe -6ps 830 -5b1 21r -61r agj -3lp 3co -4c1 iu 1yw -fm 753 -b93 6bg 30v -3lb 2hc -ol -339 -369 4ym -208 30t' +
    ' -1bg -39x 82q -4n1 3wq -9oe 8jq -2t6 -14p 5m1 -448 1ic -1a0 -4ta 32w ls -360 sx -380 6sw -2dm 33e -1vd 33r -agh' +
    ' 4bc -5e4 58b 6hs -3ui -1p5 -45g 8xy -24h',
  '1cujbtu 1a861j us06 uuy0 ut7m uz05 uzbi ux6y ux5q uwbk uuh5 us80 um8e uk7w ugqv udpj u2l0 txbz tse5 tlj0 tcb8 t2' +
    'ei sv6c sjfr sban rwva roi5 ra1q r4wm qpfa q7kz pvhs pj7z oyuq owag ocpr nrkw npwv mzxo mdnz mb4h lz5x l6zj kr8g' +
    ' kf3f jx97 j9t4 jfqj ifci htnp hqz3 havj gtxt g85r fypv fa0f ez0i ekxt ebao ddij dkef cxls ciqq bw4j bby8 bjlq a' +
    'x2s am7j aekj 9nh8 9u0e 8pdg 8w1m 8n5i 87wg 7s7m 7oc8 79ti 6p68 6p79 6qfs 63pn 5nc0 659q 5aqb 4uu0 5ci6 4if1 4ll' +
    '0 4j2e 4f8q 40y2 3rsv 3h0c 2z55 3j82 38r9 307q 30lk 2e54 2kui 2py5 20og 2cne 1zml 24bm 2988 1lh5 1g9f 1p6a 1t0t ' +
    'qio 1owi 1j0x 17zk 10r8 reg 1cib 10wn 1b82 b39 m0z z0i 12mc -9e9 193r mh8 gyb o11 sf6 agq ih3 enz 2w4 fuf un3 4g' +
    'x -7bp i09 mxr -d3k p3v gmk -7d4 doc -dj9 o29 kb -67s c54 hek -5b5 mb7 -s6d fwe uqp -hxr 2yz 2ul -3ti hgd -dih 4' +
    'tz 6pb 46n 9pk 9gf -ewf -973 aq1 2su -chg 541 pw3 -1k1 aqt -jkr c15 -52d -3u9 26v bno 1rg -iuy 5ol lr6 -fsm -6ut' +
    ' lr8 4e8 -g9k pxi -kjs gci -i0m ka6 -3ur -8v4 -119 12p -b4d rs e5l h30 -d5c eoc c6v -s81 jat -kb1 diz -7yr -3ga ' +
    'i6f -284 -bwc e0w -af8 fwu -nzt vhj -cy3 -dw9 o45 -nic -15q -4df b88 -bwn ok2 -ymg 86s d9e swb -w5y -ewg os3 -f7' +
    'o 9qg -d93 -1za -7q0 esa -bwe 84a -3gz zuc -1951 hbs -at9 -5l7 87o 6xn 8w5 -287 -i6c 9ms',
  '2ppjby4 2kglez 1phwh 1po1o 1ptyj 1pu42 1puki 1pur2 1pv3u 1pt7n 1pniv 1phg9 1pcud 1p2st 1ozq0 1omrc 1o82w 1nw14 1' +
    'niff 1n940 1me3m 1m821 1lqdq 1l1xs 1kmfg 1jxvo 1jaeu 1it1c 1ho1y 1hk0t 1gei8 1fryk 1eyiy 1eazp 1djty 1cmaq 1bozc' +
    ' 1bb5a 19twc 194bg 18p70 17cer 16rqr 15isp 14h03 13up6 131dl 1293l 10tus 10p59 z5dj ydh2 x96l wouf vxhd uvb9 tpz' +
    'j tbry s0ho s5zm qj3w ppbl ofsf o126 nv29 mqbu lfig l9f7 kg31 ji0c jgch ihv1 h7nr giq8 gpxh g3z5 egui ez7q e0xm ' +
    'cy2l dc5r br79 cdvr bndz axhl aihl 9aj9 9q77 8iel 93xg 8f0i 89pv 7t6c 6zuy 6wup 6lpa 66d3 6191 5nmc 5xmc 49sx 5r' +
    'eu 4nq0 44qs 4c5m 3emk 4myp 3hif 31yh 2mrh 3eom 35vr 28vr 379p 1qyj 30h8 1wlw 1pti 1bfo 2tlx 1cux 1tn2 1d8u 1afq' +
    ' 1c9f 1d2i 17zg wxb 1d74 1npu -bn5 2eyl agc 1b1d ddb ekm pyi -9bf 1rf3 -14s -lu9 1ob2 k8j zml b8d -87t glc euv -' +
    'd64 10o9 dcr 3q4 8j9 5g6 pae -acb qzm -a8s kha -975 -4a5 fhb -71d -5xo -52t mxd fxy d4z -aro 31n -2nw 114s -13qn' +
    ' 1336 -o3b 16ei -f4n 1zi usp -19a7 w0u -hv -t3n ai8 -3ky 195p -tyj ec7 4ht kaq -vih xjn -vyq -5ml 190w -13v8 2ws' +
    ' exc b2b -3gs -87m 7ur ucs -1lqr djk 47s 5sc 5f2 ey4 -ver l9l -f2o 2fr a0 es7 ysn -jw5 -zmd adi 13by -1464 f23 -' +
    '8ev y0d -1gxy -631 lzv -8nb 1llq -16t0 -54k -136 -rjn -1o3 oxg 1k8e -6vd -b4y 2yr -wsb je0 2fo -lrv -mvy qyn -dc' +
    'y -vw enu -boe zmi -1csz j5s 421 5qp -iu8 ihx -6hi',
  '5ffjcax 54xetf 3f26c 3f9rp 3fklc 3fov4 3foxe 3funo 3fqjz 3fcdo 3fis4 3epzh 3ex9a 3eb8m 3dki3 3da3k 3cggi 3bt5q 3' +
    'b3lh 3a85n 39gtr 38afh 371vc 367gr 350m5 344up 32k5l 318lm 2zu5w 2ygxt 2xcxw 2vi4a 2u5fq 2snby 2qv4g 2p5c8 2nmod' +
    ' 2lums 2kby7 2ijnd 2gh7l 2evqc 2dqwf 2aqbm 29nda 27fw0 26dat 23t2j 22roj 201wk 1yl4f 1x4nu 1uhxl 1tk4d 1rt1e 1oy' +
    '1s 1nyyw 1mikn 1k5ee 1j3ce 1h4dp 1fwca 1d5h8 1d20v 1atjh 19gmx 1750v 16g74 14dsy 13gyz 11wp2 10m4k 1010s x4vf xe' +
    '3s vuje tw9q t5g8 rhwv rh73 pasb oqxb nud6 mjzm lmqz kgn0 kvuc j1yg iv5j hozy fg5l g8cr fqf8 d4fl erjs db3t c0jc' +
    ' bx04 bnvj bblv a4q2 952g 93nm 9n50 8n4m 70tq 89v9 6l3y 75kv 6g4c 626b 591z 5nj2 5wr4 3eer 55xo 5idv 3vxl 3r89 3' +
    '9wv 2yw0 476b 2gxo 3e6k 2dzl 2vad 2zm8 oed 2mz7 28l3 1h8t 2z91 19m6 16k0 gwm 28xm 1xvt 643 3594 -14du 11h9 1gnq ' +
    'l5i 1aay gw1 p60 13n0 1jae -jbw lys 1rfg -43d rix -rh9 1x6l -gro prx -97h 177j -hkm z8z we ak2 3co d02 gv 470 25' +
    'hx -rxq -1kkq 2fzp -h8b -xpe z2y -7bz 1coa -11ix 95x p8c bqf -4lt lgc w04 -2lxh src ii5 xgn -iso ciz zuu -m49 -3' +
    'aa 1kfj -1cg -1bkk 7o fea k9x -14s 5ud 7zx cf0 -1ku5 1hfw -yi1 -txi 20f0 1j4 -ozh kae r5s -22a4 x05 cwe -ke0 iqf' +
    ' d0l -j8t 1grl -1563 -10mo ilh 42l -93u 95h 183q -3hl -15b1 -g6n -h5h 1cqg -h8q 1frb -2563 1t3u -68o mfx -2tgx t' +
    '6y 1sm1 -1wdn auh 1uy0 -3ut2 1w11 1qsp -1x96 wcc -1klq 14dj -ho3 kl -2ho 14mk -kjc -mg3 -kby',
  'auvjd2n a9v2sl 6u2qr 6un97 6v4fp 6vbam 6vhy0 6virq 6vbwe 6v1mc 6uo88 6u2aq 6thog 6s9zp 6rfuf 6qc2w 6p8it 6nhbu 6' +
    'm3a5 6k3ad 6iw6i 6gp1k 6eitk 6cczl 6adcw 67oud 65a2x 62ga4 5ze76 5x2gq 5ue5u 5rccp 5o9gu 5l1mr 5hrfp 5eexa 5baq6' +
    ' 57o6u 54to7 50nwc 4x8ku 4tzu6 4prmf 4n64f 4itay 4f5fl 4cmii 47s9q 44891 412ro 3xhke 3tocc 3pqn6 3mjf0 3ikue 3h0' +
    'ma 3aqzh 38mii 34l4y 325rz 2xnb7 2vodu 2rw73 2pdqj 2jtbb 2jqu9 2gcsu 2b6am 29ysk 26vpq 23rv0 20v8d 1yunw 1vfym 1' +
    'u0va 1qbir 1phri 1l6py 1lgew 1hh2r 1evci 1dnal 1a6ag 19hyc 18ug1 15ggo 13l41 1219b 11qo5 y1c6 y77k vhx7 u06c shh' +
    'a sk01 q2i5 pymt n0f8 mtaf m7tg jclp k7d1 itz8 hto0 gcwe gm8c eyd9 egi6 d4um dp4x btsy b6pl anam byjq 8u8r 8fue ' +
    '9c1g 8r3j 791g 6hfc 7ac4 5t4z 6k9t 5mf0 5brf 47ws 6a68 581j 496v 4841 2ixk 4a3e 39ng 3hhu 2vtc 3bfw 29hj 14bh 3l' +
    'qb 1l0y 13ru 37mb 1cup 3eoo -29wp 4koj ok2 itw xk5 22iw z9n 1kqt oql 3bd 3706 5es 4y1 14j9 -5l8 850 1wqe 9ze -j9' +
    'z -1gr 2gc8 4xe hyf 15jo -dsl 26e3 11w0 -24lu 13m2 jta v1b -qfu 35c 1otb a3p -pey -e96 -i45 1ws1 -1exh 15q4 y6f ' +
    '-f18 v8k 1tiz -35c -1n0a 2hbt -2aft 1anx -17gl zdc qwq epm 1ras -1jpl -1vay 2045 1dpn 5ao -mid -17sn 1bnr -rm9 -' +
    'o69 mbo 103e ysi -1up3 11yf q1b -8b4 -1b9u e74 xsq -aih dmc -6xg -o3m 19x9 -1i5s 10h4 1ch8 -2pc8 5kn 1rn6 -1h1r ' +
    '-q2n 7ji 2mxm -2nlk 3el 230e -2xbp 2nrm -1zq5 17b5 -1hbx 2vr c32 -1hev -mz2 1olm 4es e3h -3v4 -1gi 1bpw -2ba1 83' +
    'r -11vo 1cgx -1zd9',
  'lprjen6 kjqcy2 do7ew dpa1i dq49t dqo7v dr0y1 dqzw3 dqmvh dq26f dpbo5 do342 dmsw0 dl2fn din4u dggol dedp4 db7gr d' +
    '8bgi d4svd d14j0 cx9i3 ct03s copkf ckodh cfdud ca5lr c53p1 bzucc buoms bo0o5 bi6sq bcbri b6e4p aytdu asy2m amm90' +
    ' afpnp a8qy3 a1n12 9v5ql 9n31l 9ghl4 99y24 9172y 8uzuq 8nr99 8ghu4 897xj 81lns 7vrgd 7lrhp 7g3zy 79lr3 71ibk 6uv' +
    'en 6nwbd 6h279 6aij8 64s5u 5ui7y 5pwwm 5k0qs 5dpd5 5776p 50c3j 4vpc9 4oi97 4l099 4c22w 483fo 42co3 3wwcr 3t9mh 3' +
    'm6rs 3hwn8 3ccyk 38zr6 31sec 2zyqr 2vvor 2qhim 2p00c 2gfqb 2fugr 2dbam 27tn9 24nzr 20tr7 1yp03 1ty1h 1pj4q 1qm7u' +
    ' 1kw18 1l6pl 1fzjn 1drvw 1by42 19rs0 179rj 14lsj 15itj yia4 z6xc yy8k wmcw tbc4 smog sqpn msw7 pvj0 nqo0 mtqa hx' +
    'qx kt31 hfu6 j8dk fpoq f5dc e4tg ejk0 e9t7 a1ye ahib am5o bzhb d3p4 33ey cg65 7oj5 766b 7efy 6dfa 5g4m 5gp0 7lu2' +
    ' 5j3d 38xk 3udi 5zys 27sg 67vz 3mkb 1ul4 380l 366j 4160 317f 222x 3lar -d0i 1rap 1g51 4tr8 cun -lnk 47s4 ik3 p2p' +
    ' 248d btb 32jg -iz0 s3i 3pc4 -1k5u -cwc 66h7 -2d4v 51e 2q5p -1s8s omr oce 2oh8 3vdh -41wq 1jes -pe0 2f6o 1a8h 1t' +
    'ro -1myx 38ta -2gt5 48jr -2603 xcj -2mq 1qmq -1ymz 2xgj -1160 -19lm -eia 23en wgv q62 -1g16 1ix5 -r5p 2jhi -25hn' +
    ' 4f10 -1j8u -2u48 204j -12jp -3g1 2clw -swy 5hw 29i6 -wh4 -se1 lq7 -182m 2c2t -1ub3 -175m 59fp -1pm9 -379r 3bk4 ' +
    '89 -jyx tr -1l3 h5c -1q2j -123o 18sg -1iiz 1b3u 18rw 1a15 -4iiz 1wca 37m9 -2vgc -wn9 1j48 -1nnj 1szz -2zwg -jct ' +
    '47su -2bqn nm4 -2zri 14is rf3 -qut -jah nfo 1mrd -vgb',
  '17fjjhss 153h235 rcf1j reebb rgaxi rhiqc rhyo2 rhzd9 rh22t rgckx reokq rbuwh r9cb1 r6b0x r1i6u qx6xr qsnug qm5wh' +
    ' qfvq3 q9o2t q2ly3 pu77t pmg49 pdupe p4wqr ouz6d ok6dn oaf9r nz7xx no4qf ndoni mzze6 momw8 mbhuh lznin lmi04 l8f' +
    'fc kv9oe kgvum k3l86 jph2v jblho iwtzu ik62s i38cy hpp5o hayqr gwayi gip0i g2onz fp19o fbn2r ev4mc eixoa e3u9g d' +
    'o4wt ddtt6 cwxnq ckhyy c6qs2 bur08 bevuv b22ew assns aczzd a389m 9owtm 9flsp 90dar 8swq1 8fshj 84vsh 7syz6 7jpfj' +
    ' 7adkv 7000v 6qlta 6fvlf 69pr3 5xddh 5qhug 5ir9f 584en 524bj 4twux 4odq4 4g8kj 45svb 45l5r 3udbp 3q1ya 3iotj 3b8' +
    '6g 3bbfv 30p41 2ysa3 2rjgu 2qazo 2i6fh 2eioa 2b3g6 25pow 1yvye 20656 1vw0o 1uyjd 1nqnw 1l8px 1g7eh 1encv 1dhd7 1' +
    'c02l 1417i 15yfy 15k3u 112gy wo5i zdy2 tpcm vhtm o8nd rfyi pims pnut fhx3 keec mizk gbdi jmbg ca6f i4qy dkal e1z' +
    'm dyn1 a45f 8hac emmp 83sz 9ths 600w cifg 5ivs 7mfd 5zeo 8g5b 5o2y 4iwc 5fry 5exg 4f60 4rcj 30hd 60q5 1xjx 5r60 ' +
    '-cr2 5899 1w50 36gk 6pfk -2oel 5036 -144h 245s 49tx 30wf -ic1 441h -zvq 3b7a 2ivk 2k53 1noy 2mt6 1d8m -nhu -1sp2' +
    ' -87k 5wmc 2o4b -1jud 2zq2 1772 1ihk -2fkp 2cca 3rhn -123d -2gj0 6od7 -l3s -33b2 35o7 1s9z p8j wjw kcj 8ya vne 3' +
    'a80 -4npd 5lbc -vhj -1heu ize 2ddu -2mno 35x4 -1aa8 2ec6 -1y0x 5ua5 -340g -1kn0 24ql -1plb 1dw2 1hqm -1nxp -1291' +
    ' 3t1g -23uk 19y5 4136 -3mpm -3xus 3dp6 tc6 -1ifo -188u 5hsv -18oc -4a9y -11kn 1n78 x8v -5ah3 31tp -4x6k 4g9w -om' +
    'f -1yn2 7i79 -3oer -1axg 39ls -zol 7xa 46lc -6zgz -4ea8 5jzp -4jx2 2rfn -1zbt -1l2i 1zx8',
  '2ev3jo49 2a6yed8 1iocx8 1itd84 1iwoqh 1iyqe4 1j03of 1izn3z 1iysp3 1iwic6 1isgfy 1io4cb 1ij3im 1ic85i 1i3hae 1hu9' +
    '7s 1hk9pi 1h8nrw 1gxefu 1gic7m 1g5g0s 1fol6t 1f9c7i 1erbhj 1e7lg6 1dqc4s 1d5wm1 1cl1gl 1by6eh 1bdolw 1api6f 1a01' +
    '2n 19d6zm 18ob4o 17xv7w 17a5ty 16euu8 15rkbf 14zdz3 146vrd 13dhtp 12or5m 11s6oo 11285g 109mnj zfed1 yksog xtija ' +
    'wzdvz w9kfi vc6aa um04u tnl0k t5lix s4g48 rgqvu qnby1 pvbfh p5dmi oekx8 nlbzt mzq2c m2k00 lh72j kvp0k k3ng7 jehs' +
    's isgi5 i2clk hjqto guqeu g7w0i fqt3p f4lhi ei810 e5gie dhfkb csbas cfiie bsywl bllxv b0rkq ah6sv a45ww 9nx24 9b' +
    'itx 8xg18 8h0c2 84g30 7ru1b 7ftra 70f10 6q7hz 6gxb6 61s4r 5xggj 5lqwg 5dct9 510fn 4tigc 4pe25 49189 478el 3ua1d ' +
    '3trll 3gwbu 3hbls 30c0w 342jc 2wyff 2mfoi 2lvok 2duzr 2cejx 22wip 24rsd 1xyk9 1r092 1rjb5 1l1lr 1mlby 1cyyp 1gb5' +
    '6 1anzo 174p3 11n1e 1390o 11ig0 w1ew vgzd 10j22 r3go p9n1 pvxt oj45 fzm1 ktja qp9d foxq f4j0 pkbw a467 bso2 brnz' +
    ' g8r2 bs4t 8e3e i9f8 605e 7p04 6fx5 617g cs77 57iz 4akz aspw 7u5f 5i8d 3hbh 2dn9 713w 8a87 8lys -b7q 8j2o 7ymp -' +
    '2ond 1yf0 1pzr 5d8d -wss azi8 6db3 -o6c 4rys 16z 1r8y -2vvs 7dvj -3hop bsos -2dy8 3ydf 3q2j -3v5u 1168 4xtm 4w0m' +
    ' 5iwt -5g0r 4o94 1dp5 72r -786f 6fau 7qud -7mrf 9av4 -2kas -jx0 79h6 -1pgh -164o kdj 2cdz 4wvn -155i a0c -nzw 2i' +
    'e5 -1bhn 1c14 -140x 2kt7 wt5 3jli -apxt 8zl3 3jha -2zhq 2wii -j1c 6p60 -5ll9 -1r61 -1b32 6wan -9hou 7d2g 6fsj -g' +
    'o6p 4ujo bs7t -9qxb -67oa -esm 4d3k -4000 7h02 2b9w 2s09 -8uqn -4bml 3yxb -pf -cc9y cqr5 2klr -9ac4 -2mbe -3i7m ' +
    '7cjp -k59 -36mp 7iy -76sm 780t',
  '4tq7k0ri 4kdx2hd 31dbp5 31mk0v 31sli5 31x8c8 31yyi4 322bmw 31vz62 31tgg6 31lwo4 31cnpl 310ozq 30n42g 3092qm 2zpy' +
    '0p 2z3j73 2yha0a 2xujeh 2x18jj 2wa1le 2vdfa2 2uhxwv 2th91p 2shwf2 2reaqp 2qa2qg 2p5nnh 2nz32x 2msesf 2ld0rp 2k2v' +
    'ea 2is7n8 2hbff7 2fuh2d 2ecar6 2d2uno 2bktbn 29sljh 28dvro 26sej2 25cho6 23kdd6 22ast6 20bhsh 1ythrx 1xbcl9 1vh2' +
    'oz 1u2lp8 1sg40u 1qwwwt 1p4k5e 1nip1k 1m1tsv 1k9xag 1iqw28 1hh6om 1fpf5x 1ed1dg 1creix 1b545y 19umtt 18k888 16vy' +
    'er 15k3so 142q8f 12x6ip 11exsq 109vlj z5d13 xpbz5 wobue vd4bo u5oqs t94ip rvhjk qvnio pq06e p1tb3 nqxls mwt2x mb' +
    'ruo kwapy k8q2k jb2wb ihyoi hyjop gwss7 gal12 fasmp exg0h eccen d85nt d5a8p c7fg2 bqo1r b10ol aggwg ahykg 9ixia ' +
    '95cfb 8wi1r 82dmj 7rfid 7ryu9 71gnm 6m2gd 61hjz 6fu3y 5rf2d 59mkn 5j3na 4tf44 4h47g 3vh9w 3y7v7 46mfk 42le2 2suf' +
    'v 3iwt3 3dig2 2er6p 30ipe 2hhge 2pmmj 1xexx 270cs 1vh49 25p6n 1ecpz 1qqu0 1nzto 1i6s0 1fe6k 15zrz 1qrlj xtb1 132' +
    'j2 xya6 10vgh o7zp ladx 1c8ch pvui 9bp0 1ej5o evba okuq hs9p g2cs r02c antk cqlt f6nr h0n1 1ntc 8rgk ogdv 3kkz h' +
    '8xq zdu aacl gltu 2jp9 8959 11tt k6vp fg5m 2ids 8vse k84v -ses -35vb -8gmf ixe4 bu1x -5s5i 5x8u l7dy -bugv f3r f' +
    'fut -62ut c6a6 825d w4f 2e58 87ej cs3c -4ap5 482k -7htv d0r6 -2xwz jh5h -huz3 bc2z dbo3 -4xo4 -9xku -dlq2 s0ng 9' +
    '9o1 -7mpd f9c0 -1h9b -67r5 -7626 -20pr fxn2 3qos -xvg -3div -gplw qf1o -127 -m493 uxd1 -3by5 -fkhn dbwt 1fks -2q' +
    '0i -49ii 2l9x -bryb bfd4 j9c6 -gqtq -a9t4 7l0e 1b0r -9egv -5fg -6q31 jsau -m9zr az4q bja5 -d0nv 2mrl -7hns c05w ' +
    '-3thy 1ys9 -d8or 4h5c 6d2s -cxo2 -4w1x -2czh -3ijs b8ij -7mnz -bo99 9o5i -8lmw',
  '9ngfkq21 94rtzju 62qd01 637zvl 63nl4e 63urd8 63yedq 643h0s 63tj3z 63m65q 637fgl 62pjv6 621pok 619fcs 60daxp 5zhf' +
    '5g 5ybep1 5x22jj 5viwo7 5u5tz8 5seqii 5qtqz7 5p1kk7 5mwol5 5l0khd 5ir7ae 5grhn8 5e8g6j 5bsiqh 59k222 56r0hd 54ai' +
    'yo 51jru5 4ydug8 4vodvr 4t11yq 4q0tjx 4mzhd8 4joik2 4gtdlq 4dp4xz 4aloer 47hf0y 43zuab 40yhzy 3xnomy 3ubky9 3rju' +
    'j8 3npa6f 3kxtqn 3hof9p 3e6uhd 3bfuj5 37r7pb 34ltz8 3229dt 2yl292 2vjqau 2s4e16 2pvy4u 2mx3eu 2j6ss8 2gmegs 2e9t' +
    'n1 2aw0d2 28bbp0 25n1nf 22sjeq 2120lo 1xv9p9 1vju58 1swc7i 1r9ohc 1o6j4r 1mpeyr 1jlox2 1hr7q1 1fz31a 1ddgwa 1bu1' +
    'f7 19s07d 17nlc5 16n0cv 13whc2 13g0su 10zdil zisoj xe088 wghbu vc7p5 tsutr sigoi r5msz pisie onedc noohb mhizp l' +
    '18z9 k205u j6z2m ipn40 hkwb3 g50yu g4blz ek6nv e8tde desyr c0kpa c7mk2 bk7lc axz3k apw8i 8zwhm 9pfw6 8n3pj 7vduu' +
    ' 7rqoe 78qmf 73k6m 7126d 64u36 5l5bo 56gd3 5p2nf 57xhl 3w2dz 4gg5q 3w7hd 35sjl 3yvlk 38ysp 33j9w 3fhco 2j0vj 2co' +
    'br 2839w 2yyes 26y1u 1q3lc 20v04 21d4l 1h44q 1zoo0 1oi7j wgvh 17e1j 1v5pt wmlf -4shy 2f0j2 7pnz 22ylc 3sbx 1arrf' +
    ' -7r73 11kue 13upe rygs 5pf0 7pzf zj8z 1hgg7 -htgh f8a0 gnuj 4pwa 1y24w -e7cr 11iq7 dk2b -8ks1 m9pf r5pq -i9lu e' +
    'tnj 13puf -10hri j12w 1e7bi 3i78 -pe2y ncsz q5r9 -1de8 c8i0 26z -b4z5 l2w9 akkj drlw -wvs kz5w -a5xw ayb8 fze8 -' +
    'yy42 1a7mo kpeu -qc05 gssj -1lt8t 2airg -lmkw spb7 -bj9j -70vt -znv4 o9zp 4dtq 1nlmx -1ls3w 1an30 -by9v 8io2 11j' +
    'e4 -1j0qj q4kn gsc7 -1g0y6 izuf 7iv0 -1rkd 2bbf tro1 -ceue -i0m3 -e49m 14bwz -11n09 14kfo -aix5 -hstc -jba -2zu5' +
    ' 9yfv -jprn apa x5wb -1t15m w3xa ez23 -cqun -2w5a we2w 1v1u -xyjm -sloa ur5w -sftt ki0k 3qvn -18eof nxnh g7ld -f' +
    'm74 lzme -ygi6',
  'jawvm4lx i9jmgf7 c5flbc c6hcb6 c7cc0b c7sqwt c7rv0v c832pi c7s7wv c75t4o c6e9uw c5kjeg c3zh79 c2ler2 c0pe0t byw9' +
    'l8 bwmyyy bttcl6 brixx5 bo18hl bl793c bhjdkq bdsfkl ba3d0g b5vgni b1o43u axblmi asi18k anlura aj6apo adhmz7 a84q' +
    '9i a320hc 9wv4ib 9s9nxh 9licl6 9fyrc4 9a1dtr 93aygz 8y814z 8qqfnt 8lemri 8ekq9n 88k7z2 81eat5 7vdcg9 7pjkmm 7ihb' +
    '7x 7c3dur 75l16i 6yyqfy 6sf3nk 6meksw 6fpso7 69puz1 63nn2y 5x7rlf 5qk4ds 5ld27e 5e832s 59r10m 53zzl1 4ww5tw 4sfg' +
    '9p 4lwuv9 4glr5h 4cqm9j 45hzuy 40l7q9 3vhhkp 3rxeko 3m4wrl 3gxa90 3d0wry 390zsz 33qth7 30cb10 2uhem1 2r2jrt 2nsw' +
    'aj 2k1hfv 2g1nom 2b8h8v 28eevu 26en3b 2253lz 1zbbwd 1vo4us 1tf0h8 1p8gr1 1o0dwh 1k1lbv 1j0eii 1ff9e5 1d38kz 1cbb' +
    'sf 16yhqj 15ojzl 14fc3n 131hye 10pspt zvkhu wn5p9 v2fm1 tggf9 ufuc1 r50jf o4v67 nlr72 n8rem ks1k5 m8c80 j500q he' +
    'dv4 hahqk h7cwa eroet g7wp5 c9wlw ea62m b33l1 corz5 a1099 8w58e b5gy8 a40ff 7tqj4 98xnu 57f7u 7rmtf 8op90 58k7c ' +
    '68fcs 52ktw 5aeiw 3ytjq 5db7e 4k2tg 4y7v0 3o1w2 1ybbh 3njil 47w2k 35gma 3krpd xr10 2t1cy 27lyk 2bqat xrhn 52b40 ' +
    'hec1 6w3r 34e8q 22801 -w3ka 2imzh 1xzb2 2iqh7 -4vm 2oeyc s1k2 -ukh3 1fwcv qf6a uowd oij9 mzvf 14oxd -dbog 2q2d0 ' +
    's2ch -1rzgu 2irog 18zph 2e9y6 -14500 myen 1ovn0 -19omt 122ux 1du3y 9g7t -1huox 2ayes -osk ucj -hgyf 1ab2s 1308g ' +
    '-xfcs 1jqtd -j5s4 1cvpg -5z3f -hojo 23gfz -1r32t m4ja 424f mgka -1508r uejp 19zs5 6vz4 pr13 -ml3j -uv6j -r1h1 3e' +
    '5gb -znrl 1jm2j -7xdu -n2oi 2ckzo -2p8aq 5wa9 -bnke -hlv 1i86v -mv1p -mya5 340i8 -1b36w -1rgoq 1if0c -209bx bmlh' +
    ' dfpy -c9yb 26k0c 4fcl -1f74d -1cl7i -3288 2wls6 -1scgt 1wy10 -2lvtu vdmk ptsa -21bit 167h8 t7yy -2qtz3 18nke -k' +
    '558 -73j1 -6a5z 1bc42 aje9 -1xa6l i5m6 -1eiil 145du owlc -10dl4',
]
