/** Texts kept in memory: bounded, and gone with their file. */
import { expect } from "chai";
import { Texts } from "./insides.js";

describe("texts kept in memory", () => {
  it("are copies, and are forgotten with their file", () => {
    const texts = new Texts();
    const read = Buffer.from("one");
    texts.keep(1, read);
    read.fill("x");
    expect(texts.get(1)?.toString()).to.equal("one");
    texts.forget(1);
    expect(texts.has(1)).to.equal(false);
  });

  it("are no large ones, and 64 MB together", () => {
    const texts = new Texts();
    texts.keep(0, Buffer.alloc(4 * 1024 * 1024 + 1));
    expect(texts.has(0)).to.equal(false);
    const text = Buffer.alloc(256 * 1024);
    for (let file = 1; file <= 256; file++) texts.keep(file, text);
    expect(texts.has(256)).to.equal(true);
    texts.keep(257, text);
    expect(texts.has(257)).to.equal(false);
  });

  it("leave room for others when those that lie beside them are forgotten too", () => {
    const texts = new Texts();
    const text = Buffer.alloc(256 * 1024);
    for (let file = 1; file <= 256; file++) texts.keep(file, text);
    for (let file = 1; file <= 3; file++) texts.forget(file);
    texts.keep(257, text);
    expect(texts.has(257)).to.equal(false);
    texts.forget(4);
    texts.keep(257, text);
    expect(texts.has(257)).to.equal(true);
  });
});
