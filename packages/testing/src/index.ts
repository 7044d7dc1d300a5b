/** Tests of plugins as data, run by mocha. */
export { type PolicyCases, testPolicy } from "./test-policy.js";
export { type ToolCases, testTool } from "./test-tool.js";
