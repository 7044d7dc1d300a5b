/** Texts kept in memory: bounded, and gone with their file. */
import { expect } from "chai";
import { randomFrom } from "./generated.js";
import { Texts } from "./insides.js";

const MB = 1024 * 1024;

describe("texts kept in memory", () => {
  it("are copies, and are forgotten with their file", () => {
    const texts = new Texts(Buffer.alloc(64 * MB));
    const read = Buffer.from("one");
    texts.keep(1, read);
    read.fill("x");
    expect(texts.get(1)?.toString()).to.equal("one");
    texts.forget(1);
    expect(texts.has(1)).to.equal(false);
  });

  it("are no large ones, and together no more than the memory holds", () => {
    const texts = new Texts(Buffer.alloc(64 * MB));
    texts.keep(0, Buffer.alloc(4 * MB + 1));
    expect(texts.has(0)).to.equal(false);
    const text = Buffer.alloc(256 * 1024);
    for (let file = 1; file <= 256; file++) texts.keep(file, text);
    expect(texts.has(256)).to.equal(true);
    texts.keep(257, text);
    expect(texts.has(257)).to.equal(false);
  });

  it("have room when one fills its memory and the next is empty", () => {
    const texts = new Texts(Buffer.alloc(2 * MB));
    for (const file of [1, 2]) texts.keep(file, Buffer.alloc(MB, file));
    texts.keep(3, Buffer.alloc(0));
    expect(texts.has(3)).to.equal(false);
    texts.forget(1);
    texts.keep(4, Buffer.alloc(MB, 4));
    expect([2, 4].map((file) => texts.get(file)?.[MB - 1])).to.deep.equal([2, 4]);
    texts.forget(2);
    texts.keep(5, Buffer.alloc(MB, 5));
    expect([4, 5].map((file) => texts.get(file)?.[MB - 1])).to.deep.equal([4, 5]);
  });

  it("leave room for others when those that lie beside them are forgotten too", () => {
    const texts = new Texts(Buffer.alloc(64 * MB));
    const text = Buffer.alloc(256 * 1024);
    for (let file = 1; file <= 256; file++) texts.keep(file, text);
    for (let file = 1; file <= 3; file++) texts.forget(file);
    texts.keep(257, text);
    expect(texts.has(257)).to.equal(false);
    texts.forget(4);
    texts.keep(257, text);
    expect(texts.has(257)).to.equal(true);
  });

  it("stay as they are while others come and go around them", () => {
    const below = randomFrom(5);
    const texts = new Texts(Buffer.alloc(12 * MB));
    const kept = new Map<number, Buffer>();
    let [held, refused] = [0, 0];
    for (let change = 0; change < 2000; change++) {
      const file = below(60);
      texts.forget(file);
      kept.delete(file);
      if (below(3) === 0) continue;
      const text = Buffer.alloc(below(10) === 0 ? below(3 * MB) : below(MB / 4), 1 + below(255));
      texts.keep(file, text);
      if (texts.has(file)) kept.set(file, text);
      else refused += 1;
      for (const [each, is] of change % 50 === 0 ? kept : []) {
        expect(texts.get(each)?.equals(is), `${each}`).to.equal(true);
        held += 1;
      }
    }
    expect(held).to.be.above(500);
    expect(refused).to.be.above(10);
  });
});
