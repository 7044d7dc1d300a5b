/** Loaded before a program (`node --import`): no native module can be loaded, as on a machine without a compiler. */
process.dlopen = () => {
  throw Object.assign(new Error("no native module here"), { code: "ERR_DLOPEN_FAILED" });
};
