/** `scan.wat`, assembled: `npm run build` makes the module. */
export declare const code: Uint8Array;
