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

  it("are no large ones, and 64 MB of small ones", () => {
    const texts = new Texts();
    texts.keep(0, Buffer.alloc(64 * 1024 + 1));
    expect(texts.has(0)).to.equal(false);
    const text = Buffer.alloc(64 * 1024);
    for (let file = 1; file <= 1024; file++) texts.keep(file, text);
    expect(texts.has(1024)).to.equal(true);
    texts.keep(1025, text);
    expect(texts.has(1025)).to.equal(false);
    texts.forget(1);
    texts.keep(1025, text);
    expect(texts.has(1025)).to.equal(true);
  });
});
