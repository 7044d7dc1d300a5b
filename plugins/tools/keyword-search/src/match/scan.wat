;; Finds a text among bytes, 16 at once: where its first and its last byte stand as far apart as in the text, the bytes
;; between are compared. (W. Mula, "SIMD-friendly algorithms for substring searching", 2016.)
;;
;; A needle is n bytes and, behind them, n masks. A byte b is taken for the needle's byte c when (b | mask) = c: a mask of
;; 0x20 beside a small letter takes both cases of it.
(module
  ;; 64 KB each: what lies where, scanner.ts says.
  (memory (export "memory") 2563)

  ;; The first place from $at on; $end when the needle does not stand before it. Reads up to n + 15 bytes beyond $end.
  (func $find (export "find")
    (param $at i32) (param $end i32) (param $needle i32) (param $n i32) (result i32)
    (local $first v128) (local $firstMask v128) (local $last v128) (local $lastMask v128)
    (local $reach i32) (local $stop i32) (local $hits i32) (local $place i32) (local $k i32)
    (local.set $reach (i32.sub (local.get $n) (i32.const 1)))
    (local.set $stop (i32.sub (local.get $end) (local.get $reach)))
    (local.set $first (i8x16.splat (i32.load8_u (local.get $needle))))
    (local.set $last (i8x16.splat (i32.load8_u (i32.add (local.get $needle) (local.get $reach)))))
    (local.set $place (i32.add (local.get $needle) (local.get $n)))
    (local.set $firstMask (i8x16.splat (i32.load8_u (local.get $place))))
    (local.set $lastMask (i8x16.splat (i32.load8_u (i32.add (local.get $place) (local.get $reach)))))
    (block $absent
      (loop $next
        (br_if $absent (i32.ge_s (local.get $at) (local.get $stop)))
        (local.set $hits (i8x16.bitmask (v128.and
          (i8x16.eq (v128.or (v128.load (local.get $at)) (local.get $firstMask)) (local.get $first))
          (i8x16.eq
            (v128.or (v128.load (i32.add (local.get $at) (local.get $reach))) (local.get $lastMask))
            (local.get $last)))))
        (loop $hit
          (if (local.get $hits) (then
            (local.set $place (i32.add (local.get $at) (i32.ctz (local.get $hits))))
            (br_if $absent (i32.ge_s (local.get $place) (local.get $stop)))
            (local.set $k (i32.const 1))
            (block $differs
              (loop $byte
                (if (i32.ge_s (local.get $k) (local.get $reach)) (then (return (local.get $place))))
                (br_if $differs (i32.ne
                  (i32.or
                    (i32.load8_u (i32.add (local.get $place) (local.get $k)))
                    (i32.load8_u (i32.add (i32.add (local.get $needle) (local.get $n)) (local.get $k))))
                  (i32.load8_u (i32.add (local.get $needle) (local.get $k)))))
                (local.set $k (i32.add (local.get $k) (i32.const 1)))
                (br $byte)))
            (local.set $hits (i32.and (local.get $hits) (i32.sub (local.get $hits) (i32.const 1))))
            (br $hit))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (local.get $end))

  ;; How often the needle stands there, none within another.
  (func (export "count")
    (param $at i32) (param $end i32) (param $needle i32) (param $n i32) (result i32)
    (local $count i32)
    (loop $next (result i32)
      (local.set $at (call $find (local.get $at) (local.get $end) (local.get $needle) (local.get $n)))
      (if (result i32) (i32.lt_s (local.get $at) (local.get $end))
        (then
          (local.set $count (i32.add (local.get $count) (i32.const 1)))
          (local.set $at (i32.add (local.get $at) (local.get $n)))
          (br $next))
        (else (local.get $count)))))
)
