/** The Ed25519 key that signs checkpoints: who has it not cannot write a chain anew. */
import { createPrivateKey, createPublicKey, hash, type KeyObject, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { StartRefusal } from "@portcullis/plugin-api";

export interface CheckpointKey {
  /** The first 16 hex digits of the SHA-256 of the public key, as DER. */
  readonly id: string;
  /** Base64. */
  sign(text: string): string;
}

/**
 * @param file - a private key in PEM
 * @throws {@link StartRefusal} `AUDIT_KEY_UNUSABLE`
 */
export function readCheckpointKey(file: string): CheckpointKey {
  const key = read(file);
  if (key.asymmetricKeyType !== "ed25519") throw unusable(`${file}: it is no Ed25519 key.`);
  const der = createPublicKey(key).export({ type: "spki", format: "der" });
  return {
    id: hash("sha256", der, "hex").slice(0, 16),
    sign: (text) => sign(null, Buffer.from(text), key).toString("base64"),
  };
}

function read(file: string): KeyObject {
  try {
    return createPrivateKey(readFileSync(file));
  } catch (error) {
    throw unusable(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const unusable = (why: string) => new StartRefusal("AUDIT_KEY_UNUSABLE", why, ["checkpointKey"]);
