/** Native code finds what `Buffer.indexOf` finds, wherever the bytes lie. */
import { expect } from "chai";
import { randomFrom } from "./generated.js";
import { maskedText, Scanner } from "./insides.js";

const scanner = new Scanner();

/** All places of a text, none within another: the slow way. */
function placesIn(bytes: Buffer, text: Buffer): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + text.length)) places.push(at);
  return places;
}

function found(text: string, bytes: Buffer, anyCase = false): number[] {
  const needle = scanner.needle(maskedText(text, anyCase));
  const places: number[] = [];
  for (let at = needle.find(bytes, 0); at < bytes.length; at = needle.find(bytes, at + needle.length)) places.push(at);
  expect(needle.count(bytes)).to.equal(places.length);
  return places;
}

describe("the scanner", () => {
  for (const where of ["read", "kept"]) {
    it(`finds and counts what Buffer.indexOf finds in ${where} texts`, () => {
      const below = randomFrom(17);
      let all = 0;
      for (let ran = 0; ran < 20_000; ran++) {
        const text = Buffer.from(
          Array.from({ length: 1 + below(1 + below(60)) }, () => "abé".charAt(below(3))).join(""),
        );
        // So few letters that much of a text stands nearly there.
        const around = Buffer.from(Array.from({ length: below(120) }, () => "abé".charAt(below(3))).join(""));
        const bytes = Buffer.concat([around, ...(below(2) === 0 ? [text, around.subarray(below(20)), text] : [])]);
        // Behind the end, the text goes on.
        const memory = where === "kept" ? scanner.kept.subarray(0, 400) : Buffer.alloc(400);
        memory.fill(text);
        const at = below(40);
        bytes.copy(memory, at);
        const lines = memory.subarray(at, at + bytes.length);
        const places = placesIn(lines, text);
        expect(found(text.toString(), lines), `${text} in ${lines}`).to.deep.equal(places);
        all += places.length;
      }
      expect(all).to.be.above(20_000);
    });
  }

  it("takes both cases of ASCII letters, and of nothing else", () => {
    const bytes = Buffer.from("K_1 k_1 \u212a_1 k?1 \u000b_1 K_\u0011 É é");
    expect(found("K_1", bytes, true)).to.deep.equal([0, 4]);
    expect(found("k_1", bytes)).to.deep.equal([4]);
    expect(found("É", bytes, true)).to.deep.equal([bytes.indexOf("É")]);
    for (let code = 0; code < 128; code++) {
      const char = String.fromCharCode(code);
      const all = Buffer.from(Array.from({ length: 128 }, (_, each) => String.fromCharCode(each)).join(""));
      const places = new Set([char.toLowerCase(), char.toUpperCase()].map((each) => each.charCodeAt(0)));
      expect(found(char, all, true)).to.deep.equal([...places].sort((a, b) => a - b));
    }
  });

  it("finds bytes of which some bits are known", () => {
    const needle = scanner.needle({ bytes: [0x30, 0x30, 0x2d], masks: [0xf0, 0xf0, 0xff] });
    const lines = Buffer.from("a-1 1-1 12-3 0?- :;-");
    const places: number[] = [];
    for (let at = needle.find(lines, 0); at < lines.length; at = needle.find(lines, at + 1)) places.push(at);
    expect(places).to.deep.equal([8, 13, 17]);
  });

  it("keeps more needles apart than lie in its memory at once", () => {
    const words = Array.from({ length: 30 }, (_, index) => `word${index};`);
    const needles = words.map((word) => scanner.needle(maskedText(word)));
    const lines = Buffer.from(words.join(" "));
    for (let round = 0; round < 3; round++) {
      expect(needles.map((needle) => needle.find(lines, 0))).to.deep.equal(words.map((word) => lines.indexOf(word)));
    }
  });

  it("finds a keyword of 1000 characters, and refuses a text that would lie over another", () => {
    const long = "\u{65e5}".repeat(999);
    expect(found(`${long}x`, Buffer.from(`-${long}x`))).to.deep.equal([1]);
    expect(() => scanner.needle(maskedText("x".repeat(4093)))).to.throw(RangeError);
  });

  it("counts in long texts as in short ones, wherever they are parted", () => {
    const below = randomFrom(23);
    for (let ran = 0; ran < 300; ran++) {
      const text = "ab".charAt(below(2)).repeat(1 + below(5)) + "ab".charAt(below(2));
      const bytes = Buffer.alloc(256 * 1024 * (1 + below(2)) + below(16), "xab".charAt(below(3)));
      for (let planted = 0; planted < 20; planted++) bytes.write(text.repeat(3), 256 * 1024 - 30 + below(8));
      expect(scanner.needle(maskedText(text)).count(bytes), text).to.equal(placesIn(bytes, Buffer.from(text)).length);
    }
  });

  it("finds what stands at the end of 64 MB", () => {
    const bytes = Buffer.alloc(64 * 1024 * 1024, "x");
    bytes.write("needle", bytes.length - 6);
    expect(found("needle", bytes)).to.deep.equal([bytes.length - 6]);
  });
});
