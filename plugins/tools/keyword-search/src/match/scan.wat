;; Finds rows of bytes, 16 places at once: where the two bytes that tell most stand as far apart as in the row, all of them
;; are compared. (W. Mula, "SIMD-friendly algorithms for substring searching", 2016, compares the first and the last.)
;;
;; A needle is the offsets of those two, n bytes, and n masks: a byte b is taken for the needle's byte c when (b & mask) = c.
(module
  ;; 64 KB each: what lies where, scanner.ts says.
  (memory (export "memory") 2563)

  ;; The first place from $at on; $end when the needle does not stand before it. Reads up to n + 15 bytes beyond $end.
  (func $find (export "find")
    (param $at i32) (param $end i32) (param $needle i32) (param $n i32) (result i32)
    (local $one i32) (local $oneByte v128) (local $oneMask v128)
    (local $other i32) (local $otherByte v128) (local $otherMask v128)
    (local $bytes i32) (local $masks i32) (local $stop i32) (local $hits i32) (local $place i32) (local $k i32)
    (local.set $one (i32.load (local.get $needle)))
    (local.set $other (i32.load offset=4 (local.get $needle)))
    (local.set $bytes (i32.add (local.get $needle) (i32.const 8)))
    (local.set $masks (i32.add (local.get $bytes) (local.get $n)))
    (local.set $oneByte (i8x16.splat (i32.load8_u (i32.add (local.get $bytes) (local.get $one)))))
    (local.set $oneMask (i8x16.splat (i32.load8_u (i32.add (local.get $masks) (local.get $one)))))
    (local.set $otherByte (i8x16.splat (i32.load8_u (i32.add (local.get $bytes) (local.get $other)))))
    (local.set $otherMask (i8x16.splat (i32.load8_u (i32.add (local.get $masks) (local.get $other)))))
    (local.set $stop (i32.add (i32.sub (local.get $end) (local.get $n)) (i32.const 1)))
    (block $absent
      (loop $next
        (br_if $absent (i32.ge_s (local.get $at) (local.get $stop)))
        (local.set $hits (i8x16.bitmask (v128.and
          (i8x16.eq
            (v128.and (v128.load (i32.add (local.get $at) (local.get $one))) (local.get $oneMask))
            (local.get $oneByte))
          (i8x16.eq
            (v128.and (v128.load (i32.add (local.get $at) (local.get $other))) (local.get $otherMask))
            (local.get $otherByte)))))
        (loop $hit
          (if (local.get $hits) (then
            (local.set $place (i32.add (local.get $at) (i32.ctz (local.get $hits))))
            (br_if $absent (i32.ge_s (local.get $place) (local.get $stop)))
            (local.set $k (i32.const 0))
            (block $differs
              (loop $bytes16
                (if (i32.le_s (i32.add (local.get $k) (i32.const 16)) (local.get $n)) (then
                  (br_if $differs (v128.any_true (v128.xor
                    (v128.and
                      (v128.load (i32.add (local.get $place) (local.get $k)))
                      (v128.load (i32.add (local.get $masks) (local.get $k))))
                    (v128.load (i32.add (local.get $bytes) (local.get $k))))))
                  (local.set $k (i32.add (local.get $k) (i32.const 16)))
                  (br $bytes16))))
              (loop $byte
                (if (i32.ge_s (local.get $k) (local.get $n)) (then (return (local.get $place))))
                (br_if $differs (i32.ne
                  (i32.and
                    (i32.load8_u (i32.add (local.get $place) (local.get $k)))
                    (i32.load8_u (i32.add (local.get $masks) (local.get $k))))
                  (i32.load8_u (i32.add (local.get $bytes) (local.get $k)))))
                (local.set $k (i32.add (local.get $k) (i32.const 1)))
                (br $byte)))
            (local.set $hits (i32.and (local.get $hits) (i32.sub (local.get $hits) (i32.const 1))))
            (br $hit))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (local.get $end))

  ;; Where a count left off: were there more bytes behind the end, the next one could begin here.
  (global $rest (export "rest") (mut i32) (i32.const 0))

  ;; How often the needle stands there, none within another.
  (func (export "count")
    (param $at i32) (param $end i32) (param $needle i32) (param $n i32) (result i32)
    (local $count i32) (local $place i32) (local $stop i32)
    (local.set $stop (i32.add (i32.sub (local.get $end) (local.get $n)) (i32.const 1)))
    (loop $next
      (local.set $place (call $find (local.get $at) (local.get $end) (local.get $needle) (local.get $n)))
      (if (i32.lt_s (local.get $place) (local.get $end)) (then
        (local.set $count (i32.add (local.get $count) (i32.const 1)))
        (local.set $at (i32.add (local.get $place) (local.get $n)))
        (br $next))))
    (global.set $rest (select (local.get $at) (local.get $stop) (i32.gt_s (local.get $at) (local.get $stop))))
    (local.get $count))
)
